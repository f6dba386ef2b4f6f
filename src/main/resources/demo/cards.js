// Adaptive Cards 1.5: the elements, inputs and actions that the desk sends. Text is set as text,
// whatever is unknown shows as a visible note.
import {isLink, make, paragraphs} from './markup.js';

let counter = 0;
const lower = (value) => String(value ?? '').toLowerCase();
const unknown = (what) => make('p', {class: 'unknown', 'data-test': 'unknown-element'}, `This page cannot show “${what ?? 'something without a type'}”.`);

/**
 * A card on the page.
 *
 * @param json the card
 * @param host `execute(action, data)` and `submit(action, data)`, both giving a promise whose
 *     failure goes to `fault(text)`; `canExecute` is false where Teams knows no Action.Execute, as in dialogs
 */
export class Card {
  constructor(json, host) {
    this.host = host;
    this.inputs = [];
    this.element = make('div', {class: 'card', 'data-test': 'card', tabindex: -1});
    for (const item of json?.body ?? []) this.element.append(this.item(item));
    if (json?.actions?.length) this.element.append(this.actions(json.actions));
  }

  item(json) {
    const render = {
      TextBlock: () => this.textBlock(json),
      Container: () => this.container(json),
      ColumnSet: () => this.columnSet(json),
      FactSet: () => this.factSet(json),
      ActionSet: () => this.actions(json.actions ?? []),
      'Input.Text': () => this.textInput(json),
      'Input.ChoiceSet': () => this.choiceInput(json),
      'Input.Toggle': () => this.toggleInput(json),
    }[json?.type];
    if (!render) {
      if (json?.fallback === 'drop') return make('span', {hidden: true});
      return json?.fallback?.type ? this.item(json.fallback) : unknown(json?.type);
    }
    const element = render();
    element.classList.add('item', `space-${lower(json.spacing) || 'default'}`);
    element.classList.toggle('separator', json.separator === true);
    element.hidden = json.isVisible === false;
    return element;
  }

  textBlock(json) {
    const heading = lower(json.style) === 'heading';
    const element = make('div', heading ? {role: 'heading', 'aria-level': 3} : {}, ...paragraphs(json.text ?? ''));
    element.classList.add('text', `size-${lower(json.size) || 'default'}`, `weight-${lower(json.weight) || 'default'}`,
        `color-${lower(json.color) || 'default'}`, `align-${lower(json.horizontalAlignment) || 'left'}`);
    element.classList.toggle('heading', heading);
    element.classList.toggle('monospace', lower(json.fontType) === 'monospace');
    element.classList.toggle('subtle', json.isSubtle === true);
    element.classList.toggle('nowrap', json.wrap !== true);
    return element;
  }

  container(json) {
    return make('div', {class: `container style-${lower(json.style) || 'default'}`}, ...(json.items ?? []).map((item) => this.item(item)));
  }

  columnSet(json) {
    const columns = (json.columns ?? []).map((column) => {
      const element = make('div', {class: `column style-${lower(column.style) || 'default'}`}, ...(column.items ?? []).map((item) => this.item(item)));
      const width = String(column.width ?? 'stretch');
      if (width === 'auto') element.style.flex = '0 1 auto';
      else if (/^\d+(\.\d+)?$/.test(width)) element.style.flex = `${width} 1 0`;
      else if (/^\d+px$/.test(width)) element.style.flex = `0 0 ${width}`;
      else element.style.flex = '1 1 0';
      element.hidden = column.isVisible === false;
      return element;
    });
    return make('div', {class: 'column-set'}, ...columns);
  }

  factSet(json) {
    const list = make('dl', {class: 'facts'});
    for (const fact of json.facts ?? []) {
      list.append(make('div', {}, make('dt', {}, ...paragraphs(fact.title ?? '')), make('dd', {}, ...paragraphs(fact.value ?? ''))));
    }
    return list;
  }

  // Inputs: a field shows its label, its fault and its control, and can tell its value and its fault.

  label(json) {
    return json.label === undefined ? [] : [json.label, ...(json.isRequired ? [make('span', {class: 'required', 'aria-hidden': 'true'}, ' *')] : [])];
  }

  register(json, field, controls, value, fault) {
    const error = make('p', {class: 'error', id: `fault-${++counter}`, 'data-test': 'input-error', hidden: true});
    field.classList.add('field');
    field.setAttribute('data-test', 'input');
    field.setAttribute('data-input', json.id ?? '');
    field.append(error);
    for (const control of controls) {
      if (json.isRequired && control.type !== 'radio') control.setAttribute('aria-required', 'true');
      control.setAttribute('aria-describedby', error.id);
    }
    this.inputs.push({
      id: json.id,
      value,
      check: () => {
        const wrong = fault(value());
        error.textContent = wrong ? json.errorMessage ?? 'Please fill this in.' : '';
        error.hidden = !wrong;
        field.classList.toggle('wrong', wrong);
        for (const control of controls) control.setAttribute('aria-invalid', String(wrong));
        return !wrong;
      },
      focus: () => controls[0]?.focus(),
    });
    return field;
  }

  textInput(json) {
    const id = `input-${++counter}`;
    const types = {email: 'email', tel: 'tel', url: 'url', password: 'password'};
    const control = json.isMultiline
        ? make('textarea', {id, rows: 5})
        : make('input', {id, type: types[lower(json.style)] ?? 'text'});
    control.autocomplete = 'off';
    control.setAttribute('data-test', 'input-control');
    if (json.maxLength > 0) control.maxLength = json.maxLength;
    if (json.placeholder) control.placeholder = json.placeholder;
    control.value = json.value ?? '';
    if (json.label === undefined) control.setAttribute('aria-label', json.placeholder ?? json.id ?? 'Text');
    const field = make('div', {}, json.label === undefined ? null : make('label', {for: id}, ...this.label(json)), control);
    return this.register(json, field, [control], () => control.value, (value) => {
      if (value.trim() === '') return json.isRequired === true;
      return json.regex !== undefined && !matches(json.regex, value);
    });
  }

  choiceInput(json) {
    const many = json.isMultiSelect === true;
    const chosen = String(json.value ?? '').split(many ? ',' : '\u0000');
    const missing = (value) => json.isRequired === true && value === '';
    if (!many && lower(json.style) !== 'expanded') {
      const id = `input-${++counter}`;
      const control = make('select', {id, 'data-test': 'input-control'}, make('option', {value: ''}, json.placeholder ?? 'Choose'));
      for (const choice of json.choices ?? []) control.append(make('option', {value: choice.value}, choice.title));
      control.value = chosen[0];
      if (control.selectedIndex < 0) control.value = '';
      if (json.label === undefined) control.setAttribute('aria-label', json.placeholder ?? 'Choose');
      const field = make('div', {}, json.label === undefined ? null : make('label', {for: id}, ...this.label(json)), control);
      return this.register(json, field, [control], () => control.value, missing);
    }
    const name = `choice-${++counter}`;
    const controls = [];
    const field = make('fieldset', {}, json.label === undefined ? null : make('legend', {}, ...this.label(json)));
    for (const choice of json.choices ?? []) {
      const control = make('input', {type: many ? 'checkbox' : 'radio', name, value: choice.value, 'data-test': 'choice'});
      control.checked = chosen.includes(String(choice.value));
      controls.push(control);
      field.append(make('label', {class: 'choice'}, control, make('span', {}, choice.title)));
    }
    const value = () => controls.filter((control) => control.checked).map((control) => control.value).join(',');
    return this.register(json, field, controls, value, missing);
  }

  toggleInput(json) {
    const on = json.valueOn ?? 'true';
    const control = make('input', {type: 'checkbox', 'data-test': 'toggle'});
    control.checked = json.value === on;
    const field = make('div', {}, json.label === undefined ? null : make('p', {class: 'label'}, ...this.label(json)),
        make('label', {class: 'choice'}, control, make('span', {}, json.title ?? '', ...(json.isRequired && json.label === undefined ? [make('span', {class: 'required', 'aria-hidden': 'true'}, ' *')] : []))));
    return this.register(json, field, [control], () => (control.checked ? on : json.valueOff ?? 'false'), () => json.isRequired === true && !control.checked);
  }

  // Actions.

  actions(list) {
    return make('div', {class: 'actions item'}, ...list.map((action) => this.action(action)).filter((element) => element !== null));
  }

  action(json) {
    if (json?.type === 'Action.OpenUrl' && isLink(json.url)) {
      return make('a', {class: 'button', href: json.url, target: '_blank', rel: 'noopener noreferrer', title: json.tooltip, 'data-test': 'action'}, json.title ?? json.url);
    }
    const runs = json?.type === 'Action.Submit' || (json?.type === 'Action.Execute' && this.host.canExecute !== false);
    if (!runs) {
      if (json?.fallback === 'drop') return null;
      return json?.fallback?.type ? this.action(json.fallback) : unknown(json?.type);
    }
    const button = make('button', {type: 'button', class: `button ${lower(json.style)}`, title: json.tooltip, 'data-test': 'action', click: () => this.run(json)}, json.title ?? 'Go on');
    button.disabled = json.isEnabled === false;
    return button;
  }

  /** Says something at the card's foot, in the place of what was said there before. */
  note(text) {
    this.element.querySelector(':scope > .note')?.remove();
    this.element.append(make('p', {class: 'note item', role: 'status', 'data-test': 'card-note'}, text));
  }

  async run(action) {
    const data = this.collect(action);
    if (data === null || this.busy) return;
    this.busy = true;
    this.element.setAttribute('aria-busy', 'true');
    try {
      await (action.type === 'Action.Execute' ? this.host.execute(action, data) : this.host.submit(action, data));
    } catch (fault) {
      this.host.fault(fault.message);
    } finally {
      this.busy = false;
      this.element.removeAttribute('aria-busy');
    }
  }

  /** The action's data with what was filled in; null where something is wrong, which is then shown. */
  collect(action) {
    const data = typeof action.data === 'object' && action.data !== null ? structuredClone(action.data) : {};
    if (lower(action.associatedInputs) === 'none') return data;
    const wrong = this.inputs.filter((input) => !input.check());
    if (wrong.length > 0) {
      wrong[0].focus();
      return null;
    }
    for (const input of this.inputs) {
      if (input.id !== undefined && input.value() !== '') data[input.id] = input.value();
    }
    return data;
  }
}

function matches(pattern, value) {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true;
  }
}
