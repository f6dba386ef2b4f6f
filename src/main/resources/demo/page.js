// The try-it page: who the visitor is, the two chats, the mailboxes and what to try.
import {Chat, Task} from './chat.js';
import {MailForm, Mailboxes} from './mailboxes.js';
import {make} from './markup.js';

const byId = (id) => document.getElementById(id);
const KEPT = 'inclusion-desk-person';
const NOBODY_YET = {name: 'Sam Taylor', address: 'sam.taylor@staff.example'};

const IDEAS = [
  ['Ask something', 'What are the equality objectives?'],
  ['Ask about the networks', 'Which staff networks are there?'],
  ['Join a network', "I'd like to join the LGBTQ+ network"],
  ['Join without saying which', 'I want to join a network'],
  ['Raise a concern', 'I want to raise a concern'],
  ['Ask what it cannot know', 'Will it rain in Maidstone tomorrow?'],
  ['Get help', 'Help'],
];
const DRAFT = ['Joining', "Hello,\n\nI would like to join the women's network, please.\n\nKind regards"];

class Page {
  constructor(setting) {
    this.setting = setting;
    this.task = new Task(byId('task'));
    this.mail = setting.innerMail ? new MailForm(setting.desk) : null;
    this.chats = {};
    byId('private-chat').addEventListener('click', () => this.open(false));
    byId('group-chat').addEventListener('click', () => this.open(true));
    this.composer();
    this.personDialog();
    this.ideas();
    if (setting.innerMail) {
      byId('mailboxes-panel').hidden = byId('write-panel').hidden = false;
      this.mailboxes = new Mailboxes(byId('mailboxes'), (address, mail) => this.mail.answer(address, mail));
    } else {
      byId('real-mail-panel').hidden = false;
      byId('real-desk').textContent = setting.desk;
    }
  }

  // Who the visitor is.

  /** Becomes a person; the text of a fault, or null where all went well. */
  async become(name, address) {
    const response = await fetch('/try/people', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({name, address})});
    if (!response.ok) return 'The desk could not take this name and address.';
    const person = await response.json();
    localStorage.setItem(KEPT, JSON.stringify({name, address}));
    this.person = {...person, address};
    byId('who-name').textContent = person.name;
    byId('who-address').textContent = address || '(no address in the directory)';
    this.mail?.introduce(this.person);
    for (const chat of Object.values(this.chats)) chat.close();
    this.chats = {};
    this.open(false);
    return null;
  }

  personDialog() {
    const dialog = byId('person');
    byId('change-person').addEventListener('click', () => {
      byId('person-name').value = this.person?.name ?? NOBODY_YET.name;
      byId('person-address').value = this.person?.address ?? NOBODY_YET.address;
      byId('person-error').textContent = '';
      dialog.showModal();
      byId('person-name').select();
    });
    byId('person-close').addEventListener('click', () => dialog.close());
    byId('person-form').addEventListener('submit', async (event) => {
      event.preventDefault();
      const fault = await this.become(byId('person-name').value.trim(), byId('person-address').value.trim());
      byId('person-error').textContent = fault ?? '';
      if (fault === null) dialog.close();
    });
  }

  // The chats.

  open(shared) {
    const kind = shared ? 'group' : 'private';
    if (!this.chats[kind]) {
      const id = shared ? this.person.groupChat : this.person.privateChat;
      const chat = this.chats[kind] = new Chat(this.setting, this.person, id, shared, this.task);
      byId('logs').append(chat.log);
      if (this.person.fresh) chat.install();
      else chat.log.append(make('p', {class: 'again'}, 'Welcome back. What the desk said since it started follows; what you wrote is not kept.'));
    }
    this.chat = this.chats[kind];
    for (const chat of Object.values(this.chats)) chat.log.hidden = chat !== this.chat;
    byId('private-chat').setAttribute('aria-pressed', String(!shared));
    byId('group-chat').setAttribute('aria-pressed', String(shared));
    byId('mention').hidden = !shared;
  }

  composer() {
    const say = byId('say');
    const grow = () => {
      say.style.height = 'auto';
      say.style.height = `${Math.min(say.scrollHeight + 4, 160)}px`;
    };
    say.addEventListener('input', grow);
    say.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        byId('composer').requestSubmit();
      }
    });
    byId('composer').addEventListener('submit', (event) => {
      event.preventDefault();
      const text = say.value.trim();
      if (text === '' || !this.chat) return;
      say.value = '';
      grow();
      this.chat.say(text);
    });
  }

  ideas() {
    for (const [label, text] of IDEAS) {
      byId('ideas').append(make('li', {}, make('button', {type: 'button', 'data-test': 'idea', click: () => this.chat?.say(text)}, make('b', {}, label), make('span', {}, text))));
    }
    if (this.mail) {
      byId('ideas').append(make('li', {}, make('button', {type: 'button', 'data-test': 'idea-mail', click: () => this.mail.draft(...DRAFT)},
          make('b', {}, 'Join by mail'), make('span', {}, 'puts a draft into the form below'))));
    }
  }
}

function kept() {
  try {
    return {...NOBODY_YET, ...JSON.parse(localStorage.getItem(KEPT) ?? '{}')};
  } catch {
    return NOBODY_YET;
  }
}

const page = new Page(await (await fetch('/try/settings')).json());
const {name, address} = kept();
if (await page.become(name, address) !== null) await page.become(NOBODY_YET.name, NOBODY_YET.address);
document.documentElement.dataset.ready = 'true';
