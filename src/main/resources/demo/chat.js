// One chat with the desk: speaks the Bot Framework's protocol to /api/messages, and shows what the
// desk sends by the connector. What the person wrote stands in the page alone.
import {Card} from './cards.js';
import {make, paragraphs} from './markup.js';

const CARD = 'application/vnd.microsoft.card.adaptive';
const time = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit'});

export class Chat {
  /**
   * @param setting `bot`, `tenantId`: whom the chat is with
   * @param person `id`, `name`, `aadObjectId`: who chats
   * @param id the conversation
   * @param shared whether other people read along, so that the desk hears only what mentions it
   * @param task the page's dialog
   */
  constructor(setting, person, id, shared, task) {
    Object.assign(this, {setting, person, id, shared, task});
    this.shown = new Map();
    this.log = make('div', {class: 'log', role: 'log', 'aria-live': 'polite', 'aria-label': shared ? 'Group chat' : 'Private chat', tabindex: 0, 'data-test': 'log'});
    this.events = new EventSource(`/try/chat/${encodeURIComponent(id)}/events`);
    this.events.addEventListener('activity', (event) => this.receive(JSON.parse(event.data)));
    this.events.addEventListener('update', (event) => this.replace(JSON.parse(event.data)));
    this.events.addEventListener('delete', (event) => this.remove(JSON.parse(event.data).id));
  }

  close() {
    this.events.close();
    this.log.remove();
  }

  // To the desk.

  /** The desk was just installed here. */
  install() {
    return this.trying(async () => {
      await this.post({type: 'conversationUpdate', membersAdded: [{id: this.setting.bot.id}]});
      if (!this.shared) await this.post({type: 'installationUpdate', action: 'add'});
    });
  }

  say(text) {
    this.show('mine', this.person.name, make('div', {class: 'words'}, ...text.split('\n').map((line) => make('p', {}, line))));
    const bot = this.setting.bot;
    const mention = `<at>${bot.name}</at>`;
    return this.trying(() => this.post(this.shared
        ? {type: 'message', text: `${mention} ${text}`, textFormat: 'plain', entities: [{type: 'mention', text: mention, mentioned: {id: bot.id, name: bot.name}}]}
        : {type: 'message', text, textFormat: 'plain'}));
  }

  invoke(name, value, replyToId) {
    return this.post({type: 'invoke', name, value, replyToId});
  }

  async trying(act) {
    try {
      await act();
    } catch (fault) {
      this.fault(fault.message);
    }
  }

  /** Posts an activity; gives the response's JSON, null where there is none. Throws what a person can read. */
  async post(part) {
    const now = new Date();
    const activity = {
      channelId: 'msteams',
      id: part.type === 'invoke' ? `f:${crypto.randomUUID()}` : crypto.randomUUID(),
      timestamp: now.toISOString(),
      localTimestamp: now.toISOString(),
      localTimezone: 'Europe/London',
      locale: 'en-GB',
      serviceUrl: `${location.origin}/try/connector/`,
      deliveryMode: 'normal',
      from: {id: this.person.id, name: this.person.name, aadObjectId: this.person.aadObjectId},
      recipient: {id: this.setting.bot.id, name: this.setting.bot.name},
      conversation: {
        id: this.id,
        tenantId: this.setting.tenantId,
        conversationType: this.shared ? 'groupChat' : 'personal',
        ...(this.shared ? {isGroup: true} : {}),
      },
      channelData: {tenant: {id: this.setting.tenantId}},
      ...part,
    };
    let response;
    try {
      response = await fetch('/api/messages', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(activity)});
    } catch {
      throw new Error('The desk cannot be reached. Is it still running?');
    }
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`The desk refused this (HTTP ${response.status}). ${detail(text)}`.trim());
    }
    try {
      return text === '' ? null : JSON.parse(text);
    } catch {
      return null;
    }
  }

  // From the desk.

  receive(activity) {
    if (activity.type === 'typing') {
      this.typing(true);
      return;
    }
    if (activity.type !== 'message' || this.shown.has(activity.id)) return;
    this.typing(false);
    const message = this.show('desk', activity.from?.name || this.setting.bot.name, this.content(activity), activity.timestamp);
    message.dataset.activity = activity.id;
    this.shown.set(activity.id, message);
  }

  replace(activity) {
    this.shown.get(activity.id)?.querySelector('.content').replaceChildren(this.content(activity));
  }

  remove(id) {
    this.shown.get(id)?.remove();
    this.shown.delete(id);
  }

  content(activity) {
    const content = make('div', {class: 'words'});
    if (activity.text) {
      const plain = activity.text.replace(/<\/?at>/g, '');
      content.append(...(activity.textFormat === 'plain' ? plain.split('\n').map((line) => make('p', {}, line)) : paragraphs(plain)));
    }
    for (const attachment of activity.attachments ?? []) {
      content.append(attachment.contentType === CARD
          ? this.card(attachment.content, activity.id)
          : make('p', {class: 'unknown'}, `This page cannot show “${attachment.contentType}”.`));
    }
    const suggested = activity.suggestedActions?.actions ?? [];
    if (suggested.length > 0) {
      content.append(make('div', {class: 'actions'}, ...suggested.map((action) =>
        make('button', {type: 'button', class: 'button', 'data-test': 'suggested', click: () => this.say(String(action.value ?? action.title))}, action.title))));
    }
    return content;
  }

  card(json, activityId) {
    const card = new Card(json, {
      execute: async (action, data) => {
        const part = {type: 'Action.Execute', id: action.id, verb: action.verb, title: action.title, data};
        const answer = await this.invoke('adaptiveCard/action', {action: part, trigger: 'manual'}, activityId);
        this.answered(answer, card, activityId);
      },
      submit: (action, data) => this.submit(action, data, activityId),
      fault: (text) => this.fault(text),
    });
    return card.element;
  }

  async submit(action, data, activityId) {
    const teams = data.msteams ?? {};
    if (teams.type === 'task/fetch') {
      const answer = await this.invoke('task/fetch', {data, context: {theme: 'default'}}, activityId);
      this.task.show(answer?.task, this);
    } else if (teams.type === 'imBack') {
      await this.say(String(teams.value ?? ''));
    } else if (teams.type === 'messageBack') {
      const {msteams, ...rest} = data;
      if (teams.displayText) this.show('mine', this.person.name, make('div', {class: 'words'}, make('p', {}, teams.displayText)));
      await this.post({type: 'message', text: teams.text ?? '', textFormat: 'plain', replyToId: activityId, value: {...(teams.value ?? {}), ...rest}});
    } else {
      await this.post({type: 'message', replyToId: activityId, value: data});
    }
  }

  /** Shows what came of an Action.Execute. */
  answered(answer, card, activityId) {
    if (answer === null) return;
    if (answer.type === CARD) {
      const next = this.card(answer.value, activityId);
      card.element.replaceWith(next);
      next.focus({preventScroll: true});
      next.scrollIntoView({block: 'nearest'});
    } else if (answer.type === 'application/vnd.microsoft.activity.message') {
      card.note(answer.value ?? '');
    } else if (answer.type || (answer.statusCode ?? 200) >= 400) {
      this.fault(answer.value?.message ?? 'The desk could not do this.');
    }
  }

  // On the page.

  show(whose, name, content, timestamp) {
    const when = timestamp ? new Date(timestamp) : new Date();
    const message = make('article', {class: `message ${whose}`, 'data-test': whose === 'mine' ? 'my-message' : 'desk-message'},
        make('p', {class: 'byline'}, make('b', {}, name), ' ', make('time', {}, time.format(Number.isNaN(when.valueOf()) ? new Date() : when))),
        make('div', {class: 'content'}, content));
    this.log.append(message);
    this.log.scrollTop = Math.min(this.log.scrollHeight, message.offsetTop - this.log.offsetTop - 12);
    return message;
  }

  typing(on) {
    this.log.querySelector('.typing')?.remove();
    if (on) this.log.append(make('p', {class: 'typing'}, 'The desk is writing …'));
  }

  fault(text) {
    this.log.append(make('p', {class: 'fault', role: 'alert', 'data-test': 'fault'}, text));
    this.log.scrollTop = this.log.scrollHeight;
  }
}

/** What a problem (RFC 9457) says beyond its status; empty where it is none. */
function detail(text) {
  try {
    return String(JSON.parse(text).detail ?? '');
  } catch {
    return '';
  }
}

/** Teams' dialog (task module). Forgets what was typed as soon as it closes or shows something else. */
export class Task {
  constructor(dialog) {
    this.dialog = dialog;
    this.title = dialog.querySelector('#task-title');
    this.body = dialog.querySelector('#task-body');
    dialog.querySelector('#task-close').addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => {
      this.title.textContent = '';
      this.body.replaceChildren();
    });
  }

  /** Shows what the desk answered to task/fetch or task/submit; nothing to show closes the dialog. */
  show(task, chat) {
    if (task?.type === 'continue' && task.value?.card) {
      this.title.textContent = task.value.title ?? 'Inclusion Desk';
      this.fill(this.card(task.value.card.content, chat));
    } else if (task?.type === 'continue') {
      this.fill(make('p', {class: 'unknown'}, 'This page cannot show a dialog that is a web page.'));
    } else if (task?.type === 'message') {
      this.title.textContent ||= 'Inclusion Desk';
      this.fill(make('div', {class: 'words', 'data-test': 'dialog-message'}, ...paragraphs(task.value ?? '')),
          make('p', {class: 'row'}, make('button', {type: 'button', class: 'primary', click: () => this.dialog.close()}, 'Close')));
    } else if (this.dialog.open) {
      this.dialog.close();
    }
  }

  fill(...content) {
    this.body.replaceChildren(...content);
    if (!this.dialog.open) this.dialog.showModal();
    (this.body.querySelector('input, textarea, select') ?? this.body.firstElementChild)?.focus();
    this.body.scrollTop = 0;
  }

  card(json, chat) {
    return new Card(json, {
      canExecute: false,
      submit: async (action, data) => {
        const answer = await chat.invoke('task/submit', {data, context: {theme: 'default'}});
        this.show(answer?.task, chat);
      },
      fault: (text) => this.fault(text),
    }).element;
  }

  /** Says what went wrong and leaves what was typed where it is. */
  fault(text) {
    this.body.querySelector('.fault')?.remove();
    this.body.append(make('p', {class: 'fault', role: 'alert', 'data-test': 'fault'}, text));
  }
}
