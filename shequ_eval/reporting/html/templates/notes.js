// Opens the note of a number beside it: on hover, on focus, on tap. Without it a click still shows
// the note, as the target of the number's link.
"use strict";
(() => {
  const WAIT = 200;
  let owner = null;
  let pinned = false;
  let timer = 0;
  const numberAt = (target) => target instanceof Element ? target.closest(".n") : null;
  const noteOf = (number) =>
    document.getElementById(number.dataset.note || number.hash.slice(1));
  const isOpen = (note) => note.matches(":popover-open");
  const place = (note, number) => {
    const at = number.getBoundingClientRect();
    const size = note.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left), innerWidth - size.width - 8);
    const below = at.bottom + 6;
    const above = at.top - size.height - 6;
    const lowest = innerHeight - size.height - 8;
    const top = below <= lowest || above < 8 ? below : above;
    note.style.left = `${Math.max(8, left)}px`;
    note.style.top = `${Math.max(8, Math.min(top, lowest))}px`;
  };
  const show = (number, pin) => {
    const note = noteOf(number);
    if (!note) return;
    if (number.closest(".card")) { pin = true; }
    for (const other of document.querySelectorAll(".card:popover-open")) {
      if (other !== note) other.hidePopover();
    }
    if (!isOpen(note)) note.showPopover();
    place(note, number.closest(".card") && owner ? owner : number);
    if (!number.closest(".card")) owner = number;
    pinned = pin;
  };
  const hide = () => {
    if (pinned) return;
    for (const note of document.querySelectorAll(".card:popover-open")) note.hidePopover();
  };
  const later = (what) => { clearTimeout(timer); timer = setTimeout(what, WAIT); };
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const number = numberAt(event.target);
    if (number && !number.closest(".card")) later(() => { if (!pinned) show(number, false); });
    else if (event.target instanceof Element && event.target.closest(".card")) clearTimeout(timer);
    else later(hide);
  });
  document.addEventListener("focusin", (event) => {
    const number = numberAt(event.target);
    if (number && !number.closest(".card")) { clearTimeout(timer); show(number, false); }
  });
  document.addEventListener("focusout", (event) => {
    const next = event.relatedTarget;
    if (numberAt(event.target) && !(next instanceof Element && next.closest(".card"))) later(hide);
  });
  document.addEventListener("scroll", () => {
    const note = owner && noteOf(owner);
    if (note && isOpen(note)) place(note, owner);
  }, { capture: true, passive: true });
  document.addEventListener("click", (event) => {
    const number = numberAt(event.target);
    if (!number) return;
    event.preventDefault();
    clearTimeout(timer);
    show(number, true);
  });
  document.addEventListener("keydown", (event) => {
    const number = numberAt(event.target);
    if (!number || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    show(number, true);
  });
  document.addEventListener("toggle", (event) => {
    if (event.newState === "closed" && !document.querySelector(".card:popover-open")) pinned = false;
  }, true);
  const named = document.getElementById(location.hash.slice(1));
  if (named && named.matches(".card")) {
    named.showPopover();
    named.style.left = named.style.top = "8px";
  }
})();
