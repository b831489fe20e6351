/* A long list of boxes to tick gets a field that keeps in view those whose name holds every word typed, accents and case aside.
   What is ticked stays in view. Without this script the whole list is there, and scrolls. */
(() => {
  "use strict";
  const bare = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  document.querySelectorAll("[data-seek]").forEach(seek => {
    const labels = [...document.getElementById(seek.dataset.seek).querySelectorAll("label")];
    const status = document.getElementById(`${seek.dataset.seek}-status`);
    const show = () => {
      const words = bare(seek.value).split(/\s+/);
      const found = labels.filter(label => words.every(word => bare(label.textContent).includes(word)));
      labels.forEach(label => { label.hidden = !found.includes(label) && !label.querySelector("input").checked; });
      status.textContent = found.length ? "" : status.dataset.none;
    };
    seek.addEventListener("input", show);
    seek.addEventListener("keydown", event => { if (event.key === "Enter") event.preventDefault(); });
    seek.closest("[hidden]").hidden = false;
    show();
  });
})();
