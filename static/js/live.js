// The preview beside a text, renewed while it is written; lists that are searched; words counted.
(() => {
  "use strict";

  const PAUSE = 700; // after typing stops

  function keepLive(preview) {
    const area = document.getElementById(preview.dataset.liveOf);
    let shown = area.value;
    let timer = 0;
    area.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (area.value === shown) return;
        shown = area.value;
        window.htmx.trigger(preview, "renew");
      }, PAUSE);
    });
  }

  function search(field) {
    const rows = document.querySelectorAll(`#${field.getAttribute("aria-controls")} [data-row]`);
    field.closest("[data-search]").hidden = false;
    field.addEventListener("input", () => {
      const sought = field.value.trim().toLowerCase();
      for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(sought);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  }

  function countWords(count) {
    const area = document.getElementById(count.dataset.wordsOf);
    const say = () => {
      const words = area.value.split(/\s+/).filter(Boolean).length;
      count.textContent = count.dataset.said.replace("#", words);
      count.classList.toggle("text-danger", words > Number(count.dataset.most));
    };
    area.addEventListener("input", say);
    say();
  }

  if (window.htmx) document.querySelectorAll("[data-live-of]").forEach(keepLive);
  document.querySelectorAll("[data-search] input").forEach(search);
  document.querySelectorAll("[data-words-of]").forEach(countWords);
  for (const element of document.querySelectorAll("[data-without-script]")) element.hidden = true;
})();
