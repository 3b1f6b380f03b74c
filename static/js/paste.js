// Pasting from Word, Writer, Docs or a web page: headings, lists, tables, links and notes become
// Markdown. What has none of these is pasted by the browser itself, as plain text.
(() => {
  "use strict";

  const DROPPED = "head, meta, style, script, title, xml, template, object, img, svg, o\\:p, [hidden], .msocomtxt, .MsoCommentReference";
  const STRUCTURE = "h1, h2, h3, h4, h5, h6, ul, ol, table, a[href], b, strong, i, em, blockquote, [data-style*='mso-list'], [data-style*='font-weight'], [class^='MsoHeading'], [class='MsoTitle']";
  const BLOCKS = "p, div, h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote, pre, section, article, li, hr";
  const LINK = /^(https?:|mailto:)/i;
  const NOTE = /#_?(?:ftn|edn|footnote|endnote|sdfootnote|sdendnote)(?:ref)?\d*/i;
  const NOTE_ITSELF = /#_?(?:ftnref|ednref|footnoteref|endnoteref)|#sd(?:footnote|endnote)\d+anc/i;

  function styleOf(element, name) {
    const found = new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]+)`, "i").exec(element.getAttribute?.("data-style") || "");
    return found ? found[1].trim().toLowerCase() : "";
  }

  function squeeze(text) {
    return text.replace(/[\s\u00a0]+/g, " ");
  }

  // Only what would be taken for formatting is escaped, so that the text stays readable.
  function escaped(text) {
    return text
      .replace(/[\\`*<]/g, "\\$&")
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
      .replace(/\[(?=[^\]]*\]\()/g, "\\[");
  }

  function atLineStart(text) {
    return text.replace(/^(\s*)([#>+-]|\d+[.)])(?=\s)/, (_found, gap, mark) => `${gap}${mark.slice(0, -1)}\\${mark.slice(-1)}`);
  }

  // Words in a line

  function wrapped(text, mark) {
    const [, before, inner, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text);
    return inner ? `${before}${mark}${inner}${mark}${after}` : text;
  }

  function isBold(element) {
    const weight = styleOf(element, "font-weight");
    if (weight) return weight === "bold" || Number(weight) >= 600;
    return element.matches("b, strong");
  }

  function isItalic(element) {
    const style = styleOf(element, "font-style");
    return style ? style === "italic" : element.matches("i, em, cite");
  }

  // Its call, or the head of the note itself, which leads back to the call.
  function noteMark(address, text) {
    const name = text.replace(/[^\p{L}\p{N}]/gu, "") || "note";
    return NOTE_ITSELF.test(address) ? `[^${name}]:` : `[^${name}]`;
  }

  function linked(element, text) {
    const address = element.getAttribute("href") || "";
    if (NOTE.test(address)) return noteMark(address, text);
    if (!LINK.test(address) || !text.trim()) return text;
    return `[${text.trim()}](${address.replace(/[()\s]/g, encodeURIComponent)})`;
  }

  function words(node, isPlain) {
    if (node.nodeType === Node.TEXT_NODE) return escaped(squeeze(node.data));
    if (node.nodeType !== Node.ELEMENT_NODE) return "";
    if (node.matches("br")) return "\n";
    if (styleOf(node, "mso-list") === "ignore") return "";
    const isStrong = !isPlain && isBold(node);
    const inner = [...node.childNodes].map((child) => words(child, isPlain || isStrong)).join("");
    if (node.matches("a")) return linked(node, inner);
    const text = !isPlain && isItalic(node) ? wrapped(inner, "*") : inner;
    return isStrong ? wrapped(text, "**") : text;
  }

  function line(element, isPlain = false) {
    return words(element, isPlain).replace(/[ \t]*\n[ \t]*/g, "\n").trim();
  }

  // Blocks

  function headingLevel(element) {
    const named = /^h([1-6])$/i.exec(element.tagName) || /^MsoHeading([1-6])/i.exec(element.className || "");
    if (named) return Number(named[1]);
    return /^Mso(Title)$/i.test(element.className || "") ? 1 : 0;
  }

  function wordListLevel(element) {
    const level = /level(\d)/.exec(styleOf(element, "mso-list"));
    return level ? Number(level[1]) : 0;
  }

  // Word writes a list as paragraphs, each with its own bullet or number in a span.
  function wordListItem(element, level) {
    const mark = [...element.querySelectorAll("span")].find((span) => styleOf(span, "mso-list") === "ignore");
    const isNumbered = /[\p{L}\p{N}]+[.)]/u.test(mark ? mark.textContent : "");
    return `${"   ".repeat(level - 1)}${isNumbered ? "1." : "-"} ${line(element)}`;
  }

  function listItems(list, depth) {
    const mark = list.matches("ol") ? "1." : "-";
    const lines = [];
    for (const item of list.children) {
      if (item.matches("ul, ol")) lines.push(...listItems(item, depth + 1));
      if (!item.matches("li")) continue;
      const own = item.cloneNode(true);
      own.querySelectorAll("ul, ol").forEach((inner) => inner.remove());
      lines.push(`${"   ".repeat(depth)}${mark} ${line(own).replace(/\n+/g, " ")}`);
      for (const inner of item.querySelectorAll("ul, ol")) {
        if (inner.parentElement.closest("li") === item) lines.push(...listItems(inner, depth + 1));
      }
    }
    return lines;
  }

  function cellText(cell) {
    return line(cell).replace(/\n+/g, " ").replace(/\|/g, "\\|");
  }

  function tableText(table) {
    const rows = [...table.rows].map((row) =>
      [...row.cells].flatMap((cell) => [cellText(cell), ...Array(Math.max(0, cell.colSpan - 1)).fill("")]),
    );
    const filled = rows.filter((row) => row.some(Boolean));
    if (!filled.length) return "";
    const width = Math.max(...filled.map((row) => row.length));
    if (width === 1) return filled.map((row) => row[0]).join("\n\n");
    const drawn = filled.map((row) => `| ${[...row, ...Array(width - row.length).fill("")].join(" | ")} |`);
    return [drawn[0], `|${" --- |".repeat(width)}`, ...drawn.slice(1)].join("\n");
  }

  function block(element) {
    if (element.matches("table")) return tableText(element);
    if (element.matches("ul, ol")) return listItems(element, 0).join("\n");
    if (element.matches("hr")) return "";
    const level = headingLevel(element);
    if (level) return line(element, true) && `${"#".repeat(level)} ${line(element, true).replace(/\n/g, " ")}`;
    if (element.matches("blockquote")) return joined(blocks(element)).replace(/^/gm, "> ");
    return line(element).split("\n").map(atLineStart).join("\n");
  }

  // Loose words beside blocks make paragraphs of their own.
  function blocks(parent) {
    const found = [];
    let loose = [];
    const close = () => {
      const text = loose.map((node) => words(node)).join("").trim();
      if (text) found.push(atLineStart(text));
      loose = [];
    };
    for (const node of parent.childNodes) {
      const isElement = node.nodeType === Node.ELEMENT_NODE;
      if (!isElement || !(node.matches(BLOCKS) || node.querySelector(BLOCKS))) {
        loose.push(node);
        continue;
      }
      close();
      found.push(...blocksOf(node));
    }
    close();
    return found;
  }

  function blocksOf(node) {
    const level = wordListLevel(node);
    if (level) return [{ item: wordListItem(node, level) }];
    const isLeaf = node.matches("table, ul, ol, blockquote, hr") || headingLevel(node) || !node.querySelector(BLOCKS);
    return isLeaf ? [block(node)].filter(Boolean) : blocks(node);
  }

  // Items of one list that Word wrote stand on lines of their own, everything else has a blank line between.
  function joined(parts) {
    let text = "";
    parts.forEach((part, place) => {
      const isItem = typeof part === "object";
      const isAfterItem = place > 0 && typeof parts[place - 1] === "object";
      if (place) text += isItem && isAfterItem ? "\n" : "\n\n";
      text += isItem ? part.item : part;
    });
    return text;
  }

  // Styles are read and never applied, as the content security policy wants it.
  function asleep(html) {
    const unstyled = html.replace(/<style[\s\S]*?<\/style>/gi, "");
    return unstyled.replace(/<[^>]*>/g, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
  }

  function toMarkdown(html) {
    const page = new DOMParser().parseFromString(asleep(html), "text/html");
    if (!page.body.querySelector(STRUCTURE)) return "";
    page.body.querySelectorAll(DROPPED).forEach((element) => element.remove());
    return joined(blocks(page.body));
  }

  function insert(area, text) {
    area.focus();
    // execCommand is the one way to type for somebody that Ctrl-Z takes back.
    if (document.execCommand("insertText", false, text)) return;
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // Numbers that the text has already are those of other notes.
  function renumbered(text, area) {
    const taken = new Set([...area.value.matchAll(/\[\^([^\]\s]+)\]/g)].map(([, name]) => name));
    const names = new Set([...text.matchAll(/\[\^([^\]\s]+)\]/g)].map(([, name]) => name));
    if (![...names].some((name) => taken.has(name))) return text;
    let prefix = 1;
    while ([...names].some((name) => taken.has(`${prefix}-${name}`))) prefix += 1;
    return text.replace(/\[\^([^\]\s]+)\]/g, `[^${prefix}-$1]`);
  }

  document.addEventListener("paste", (event) => {
    const area = event.target.closest?.("[data-writes] textarea");
    if (!area || !event.clipboardData) return;
    const html = event.clipboardData.getData("text/html");
    const text = html && toMarkdown(html);
    if (!text) return;
    event.preventDefault();
    insert(area, renumbered(text, area));
  });
})();
