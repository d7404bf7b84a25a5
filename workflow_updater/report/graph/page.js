"use strict";
(() => {
  const view = document.getElementById("view");
  const picture = view.querySelector("svg");
  const size = picture.viewBox.baseVal;
  let scale = 1, left = 0, top = 0;

  const show = () => { picture.style.transform = `translate(${left}px,${top}px) scale(${scale})`; };
  const zoom = (factor, x, y) => {
    const next = Math.min(4, Math.max(0.02, scale * factor));
    left = x - (x - left) * next / scale;
    top = y - (y - top) * next / scale;
    scale = next;
    show();
  };
  const middle = (factor) => zoom(factor, view.clientWidth / 2, view.clientHeight / 2);
  const centre = () => {
    left = Math.max(0, (view.clientWidth - size.width * scale) / 2);
    top = Math.max(0, (view.clientHeight - size.height * scale) / 2);
    show();
  };
  const fit = () => {
    scale = Math.min(view.clientWidth / size.width, view.clientHeight / size.height, 1.2);
    centre();
  };
  const go = (id) => {
    const node = document.getElementById(id);
    if (!node || !picture.contains(node)) return;
    scale = Math.max(scale, 0.9);
    show();
    const box = node.getBoundingClientRect(), frame = view.getBoundingClientRect();
    left += frame.left + frame.width / 2 - (box.left + box.width / 2);
    top += frame.top + frame.height / 2 - (box.top + Math.min(box.height, frame.height) / 2);
    show();
    document.querySelectorAll(".found").forEach((one) => one.classList.remove("found"));
    node.classList.add("found");
  };

  view.addEventListener("wheel", (event) => {
    event.preventDefault();
    const frame = view.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), event.clientX - frame.left, event.clientY - frame.top);
  }, { passive: false });
  view.addEventListener("pointerdown", (event) => {
    if (event.target.closest("#tools")) return;
    view.setPointerCapture(event.pointerId);
    view.classList.add("moving");
  });
  view.addEventListener("pointermove", (event) => {
    if (!view.hasPointerCapture(event.pointerId)) return;
    left += event.movementX;
    top += event.movementY;
    show();
  });
  view.addEventListener("pointerup", () => view.classList.remove("moving"));
  view.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (steps) { left += steps[0]; top += steps[1]; show(); event.preventDefault(); }
    if (event.key === "+") middle(1.25);
    if (event.key === "-") middle(0.8);
    if (event.key === "0") fit();
  });
  document.getElementById("in").addEventListener("click", () => middle(1.25));
  document.getElementById("out").addEventListener("click", () => middle(0.8));
  document.getElementById("fit").addEventListener("click", fit);
  document.querySelectorAll("nav a").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    go(link.getAttribute("href").slice(1));
  }));
  document.getElementById("find").addEventListener("input", (event) => {
    const wanted = event.target.value.toLowerCase();
    document.querySelectorAll("nav li").forEach((item) => {
      item.hidden = !item.textContent.toLowerCase().includes(wanted);
    });
  });
  window.addEventListener("resize", show);

  // A large workflow opens at its start, in a size that can be read; a small one as a whole.
  fit();
  if (scale < 0.55) {
    scale = Math.min(0.8, Math.max(0.55, view.clientWidth / size.width));
    centre();
  }
})();
