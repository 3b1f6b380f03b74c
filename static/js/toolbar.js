// Buttons that write Markdown, and the preview. Edits go through the browser's own undo.
(() => {
  "use strict";

  function insert(area, text, from, to) {
    area.focus();
    // execCommand is the one way to type for somebody that Ctrl-Z takes back.
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (from !== undefined) area.setSelectionRange(from, to);
  }

  function wrap(area, before, after, sample) {
    const start = area.selectionStart;
    const words = area.value.slice(start, area.selectionEnd) || sample;
    insert(area, before + words + after, start + before.length, start + before.length + words.length);
  }

  function selectLines(area) {
    const end = area.value.indexOf("\n", area.selectionEnd);
    area.setSelectionRange(
      area.value.lastIndexOf("\n", area.selectionStart - 1) + 1,
      end < 0 ? area.value.length : end,
    );
    return area.value.slice(area.selectionStart, area.selectionEnd);
  }

  // The mark goes to every line, or off every line that has it.
  function markLines(area, mark) {
    const lines = selectLines(area).split("\n");
    const isMarked = lines.every((text) => text.startsWith(mark));
    insert(area, lines.map((text) => (isMarked ? text.slice(mark.length) : mark + text)).join("\n"));
  }

  function onOwnLines(area, text) {
    const lineEnd = area.value.indexOf("\n", area.selectionEnd);
    area.selectionStart = area.selectionEnd = lineEnd < 0 ? area.value.length : lineEnd;
    const before = area.value.slice(0, area.selectionStart);
    const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    insert(area, `${gap}${text}\n\n`);
  }

  function table(column) {
    return `| ${column} 1 | ${column} 2 |\n| --- | --- |\n|  |  |\n|  |  |`;
  }

  // Its number where the cursor is, its words in a paragraph of their own at the end.
  function note(area, sample) {
    const numbers = [...area.value.matchAll(/\[\^(\d+)\]/g)].map(([, number]) => Number(number));
    const number = Math.max(0, ...numbers) + 1;
    area.selectionStart = area.selectionEnd;
    insert(area, `[^${number}]`);
    const end = area.value.trimEnd().length;
    area.setSelectionRange(end, area.value.length);
    const gap = /(^|\n)\[\^[^\n]*$/.test(area.value.slice(0, end)) ? "\n" : "\n\n";
    const head = `${gap}[^${number}]: `;
    insert(area, head + sample, end + head.length, end + head.length + sample.length);
  }

  const FORMATS = {
    heading: (area) => markLines(area, "## "),
    bold: (area, sample) => wrap(area, "**", "**", sample),
    list: (area) => markLines(area, "- "),
    link: (area, sample) => wrap(area, "[", "](https://)", sample),
    table: (area, sample) => onOwnLines(area, table(sample)),
    note,
  };

  function showPreview(button, area) {
    const preview = document.getElementById(`${area.id}_preview`);
    const isShown = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!isShown));
    preview.hidden = isShown;
    if (!isShown) window.htmx.trigger(button, "show");
  }

  for (const editor of document.querySelectorAll("[data-writes]")) {
    const area = document.getElementById(editor.dataset.writes);
    const toolbar = editor.querySelector("[data-toolbar]");
    toolbar.hidden = false;
    toolbar.addEventListener("click", (event) => {
      const { format, sample, preview } = event.target.dataset;
      if (format) FORMATS[format](area, sample);
      else if (preview !== undefined && window.htmx) showPreview(event.target, area);
    });
  }

  // What a page lists to be inserted: its button says into which text.
  for (const button of document.querySelectorAll("[data-insert]")) {
    button.hidden = false;
    button.addEventListener("click", () => insert(document.getElementById(button.dataset.into), button.dataset.insert));
  }
})();
