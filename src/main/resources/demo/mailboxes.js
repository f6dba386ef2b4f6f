// The inner mail server's mailboxes, live, and the form that writes a mail to the desk.
import {make} from './markup.js';

const MILLISECONDS = 1000;
const time = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit'});

/** A badge, or nothing. */
const badge = (on, text, kind) => (on ? make('span', {class: `badge ${kind}`, 'data-test': `flag-${kind}`}, text) : null);

export class Mailboxes {
  /** @param reply what to do with a mail's address and content when the person wants to answer it */
  constructor(list, reply) {
    this.list = list;
    this.reply = reply;
    this.boxes = new Map();
    this.latest = null;
    this.own = null;
    this.looking();
  }

  async looking() {
    const state = document.getElementById('mail-state');
    try {
      const response = await fetch('/try/mailboxes');
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      const text = await response.text();
      if (text !== this.latest) this.show(JSON.parse(text), this.latest === null);
      this.latest = text;
      state.textContent = 'live';
      state.classList.remove('off');
    } catch {
      state.textContent = 'not reached, trying again';
      state.classList.add('off');
    }
    setTimeout(() => this.looking(), document.hidden ? 5 * MILLISECONDS : MILLISECONDS);
  }

  show(mailboxes, first) {
    const news = [];
    for (const mailbox of mailboxes) {
      const box = this.boxes.get(mailbox.address) ?? this.add(mailbox, first);
      const seen = new Set();
      let count = 0;
      for (const folder of mailbox.folders) {
        const part = box.folders.get(folder.name) ?? this.addFolder(box, folder.name);
        count += folder.mails.length;
        part.empty.hidden = folder.mails.length > 0;
        for (const mail of folder.mails) {
          const key = `${folder.name}/${mail.uid}`;
          seen.add(key);
          const known = box.mails.get(key);
          if (known) this.flags(known, mail);
          else {
            part.list.prepend(this.addMail(box, key, mailbox, folder.name, mail));
            if (!first && folder.name === 'INBOX') news.push(mailbox.address);
          }
        }
      }
      for (const [key, mail] of box.mails) {
        if (!seen.has(key)) {
          mail.element.remove();
          box.mails.delete(key);
        }
      }
      box.count.textContent = count === 0 ? 'empty' : count === 1 ? '1 mail' : `${count} mails`;
      if (news.includes(mailbox.address)) box.element.open = true;
    }
    document.getElementById('no-mail').hidden = this.boxes.size > 0;
    if (news.length > 0) document.getElementById('mail-news').textContent = `New mail for ${[...new Set(news)].join(' and ')}`;
  }

  /** Adds a mailbox: the desk's own on top, after it those that came up since the page was opened, newest first. */
  add(mailbox, first) {
    const count = make('span', {class: 'count'});
    const element = make('details', {class: 'mailbox', 'data-test': 'mailbox', 'data-address': mailbox.address},
        make('summary', {}, make('span', {class: 'address'}, mailbox.address), badge(mailbox.desk, 'the desk', 'desk'), count));
    const box = {address: mailbox.address, element, count, folders: new Map(), mails: new Map()};
    this.boxes.set(mailbox.address, box);
    if (mailbox.desk) {
      this.list.prepend(element);
      this.own = element;
    } else if (first || !this.own) this.list.append(element);
    else this.own.after(element);
    return box;
  }

  addFolder(box, name) {
    const list = make('ul', {class: 'mails'});
    const empty = make('p', {class: 'empty'}, 'nothing here');
    const element = make('section', {class: 'folder', 'data-test': 'folder', 'data-folder': name},
        make('h3', {}, name === 'INBOX' ? 'Inbox' : name), empty, list);
    if (name === 'INBOX') box.element.querySelector('summary').after(element);
    else box.element.append(element);
    box.folders.set(name, {list, empty});
    return box.folders.get(name);
  }

  addMail(box, key, mailbox, folder, mail) {
    const flags = make('span', {class: 'flags'});
    const reader = make('div', {class: 'reader', 'data-test': 'mail-reader', hidden: true});
    const button = make('button', {type: 'button', class: 'mail-line', 'aria-expanded': 'false', 'data-test': 'mail-open'},
        make('span', {class: 'mail-subject', 'data-test': 'mail-subject'}, mail.subject || '(no subject)'), flags,
        make('span', {class: 'mail-from'}, `from ${mail.from || 'nobody'}`), make('time', {}, time.format(new Date(mail.received))));
    const element = make('li', {'data-test': 'mail', 'data-mailbox': mailbox.address, 'data-folder': folder, 'data-subject': mail.subject}, button, reader);
    button.addEventListener('click', () => {
      reader.hidden = !reader.hidden;
      button.setAttribute('aria-expanded', String(!reader.hidden));
      if (!reader.hidden && !reader.firstChild) this.read(mailbox, folder, mail, reader);
    });
    const entry = {element, flags};
    box.mails.set(key, entry);
    this.flags(entry, mail);
    return element;
  }

  flags(entry, mail) {
    const badges = [badge(mail.flagged, 'flagged', 'flagged'), badge(mail.answered, 'answered', 'answered'), badge(mail.seen, 'seen', 'seen')];
    entry.flags.replaceChildren(...badges.filter((one) => one !== null));
  }

  async read(mailbox, folder, mail, reader) {
    const address = `/try/mailboxes/${[mailbox.address, folder, mail.uid].map(encodeURIComponent).join('/')}`;
    const response = await fetch(address);
    if (!response.ok) {
      reader.append(make('p', {class: 'fault', role: 'alert'}, 'This mail is no longer here.'));
      return;
    }
    const content = await response.json();
    const view = make('div', {});
    const asText = () => view.replaceChildren(make('pre', {'data-test': 'mail-text-shown', tabindex: 0}, content.text ?? '(This mail has no plain text.)'));
    const asHtml = () => view.replaceChildren(make('iframe', {sandbox: '', src: `${address}/html`, title: `The mail “${content.subject}” as HTML`, 'data-test': 'mail-html-shown'}));
    const tabs = [['Text', asText, 'mail-as-text'], ...(content.html ? [['HTML', asHtml, 'mail-as-html']] : [])].map(([name, display, test]) =>
      make('button', {type: 'button', class: 'small', 'aria-pressed': 'false', 'data-test': test, click: (event) => {
        for (const tab of tabs) tab.setAttribute('aria-pressed', String(tab === event.currentTarget));
        display();
      }}, name));
    const answer = mailbox.desk ? null : make('button', {type: 'button', class: 'small', 'data-test': 'mail-reply', click: () => this.reply(mailbox.address, content)}, 'Answer it');
    reader.append(
        make('dl', {class: 'headers'},
            make('div', {}, make('dt', {}, 'From'), make('dd', {}, content.from)),
            make('div', {}, make('dt', {}, 'To'), make('dd', {}, content.to)),
            content.autoSubmitted ? make('div', {}, make('dt', {}, 'Auto-Submitted'), make('dd', {}, content.autoSubmitted)) : null),
        make('div', {class: 'row tools'}, ...tabs, answer),
        view);
    tabs[0].setAttribute('aria-pressed', 'true');
    asText();
  }
}

/** The form that writes a mail to the desk. */
export class MailForm {
  constructor(desk) {
    const field = (name) => document.getElementById(`mail-${name}`);
    Object.assign(this, {form: field('form'), name: field('name'), from: field('from'), subject: field('subject'), text: field('text'), sent: field('sent')});
    this.inReplyTo = '';
    field('to').textContent = desk;
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.send();
    });
    document.getElementById('no-reply').addEventListener('click', () => {
      this.clear();
      this.introduce(this.person);
      this.subject.focus();
    });
  }

  /** Writes as this person from now on. */
  introduce(person) {
    this.person = person;
    this.name.value = person.name;
    this.from.value = person.address;
  }

  /** Starts a mail of one's own. */
  draft(subject, text) {
    this.clear();
    this.introduce(this.person);
    this.subject.value = subject;
    this.text.value = text;
    this.show();
  }

  /** Starts an answer to a mail that lies in somebody's mailbox. */
  answer(address, mail) {
    this.clear();
    this.inReplyTo = mail.messageId ?? '';
    this.name.value = address === this.person.address ? this.person.name : '';
    this.from.value = address;
    this.subject.value = /^re:/i.test(mail.subject) ? mail.subject : `Re: ${mail.subject}`;
    this.text.value = `\n\n${mail.from} wrote:\n${(mail.text ?? '').split('\n').map((line) => `> ${line}`.trimEnd()).join('\n')}`;
    document.getElementById('replying-to').textContent = `Answering “${mail.subject}” as ${address}.`;
    document.getElementById('replying').hidden = false;
    this.show();
    this.text.setSelectionRange(0, 0);
    this.text.scrollTop = 0;
  }

  clear() {
    this.inReplyTo = '';
    document.getElementById('replying').hidden = true;
    this.subject.value = '';
    this.text.value = '';
    this.sent.textContent = '';
  }

  show() {
    this.form.scrollIntoView({block: 'center'});
    this.text.focus({preventScroll: true});
  }

  async send() {
    this.sent.textContent = 'Sending …';
    const mail = {name: this.name.value, from: this.from.value, subject: this.subject.value, text: this.text.value, inReplyTo: this.inReplyTo};
    try {
      const response = await fetch('/try/mail', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(mail)});
      if (response.ok) {
        this.clear();
        this.introduce(this.person);
      }
      this.sent.textContent = response.ok ? 'Sent.' : `Not sent (HTTP ${response.status}). Check the addresses.`;
    } catch {
      this.sent.textContent = 'Not sent: the desk cannot be reached.';
    }
  }
}
