// The little Markdown that Teams shows in messages and text blocks, as DOM nodes and never as HTML.

/** Makes an element: attributes by name, functions as listeners, then its children. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(key, value);
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Whether an address may stand behind a link. */
export function isLink(address) {
  try {
    return ['http:', 'https:', 'mailto:'].includes(new URL(address, location.href).protocol);
  } catch {
    return false;
  }
}

const INLINE = /\\([\\`*_{}[\]()#+\-.!~|<>&])|\*\*(?=\S)(.+?)\*\*|\*(?=\S)([^*]+?)\*|(?<![\w])_(?=\S)([^_]+?)_(?![\w])|\[((?:\\.|[^\]\\])+)\]\(([^()\s]+)\)/gs;

function inline(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) nodes.push(text.slice(from, match.index));
    from = match.index + match[0].length;
    const [whole, escaped, bold, starred, scored, label, address] = match;
    if (escaped !== undefined) nodes.push(escaped);
    else if (bold !== undefined) nodes.push(make('strong', {}, ...inline(bold)));
    else if (starred !== undefined) nodes.push(make('em', {}, ...inline(starred)));
    else if (scored !== undefined) nodes.push(make('em', {}, ...inline(scored)));
    else if (isLink(address)) {
      nodes.push(make('a', {href: address, target: '_blank', rel: 'noopener noreferrer'}, ...inline(label)));
    } else nodes.push(whole);
  }
  if (from < text.length) nodes.push(text.slice(from));
  return nodes;
}

/** The paragraphs and lists of a text. */
export function paragraphs(text) {
  const blocks = [];
  let list = null;
  for (const line of String(text).replace(/\r\n?/g, '\n').split('\n')) {
    const item = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/.exec(line);
    if (item) {
      const kind = item[1] === undefined ? 'ul' : 'ol';
      if (!list || list.localName !== kind) blocks.push(list = make(kind));
      list.append(make('li', {}, ...inline(item[2])));
    } else {
      list = null;
      blocks.push(line.trim() === '' ? null : make('p', {}, ...inline(line)));
    }
  }
  return blocks.filter((block) => block !== null);
}
