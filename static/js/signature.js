// signature.js: a signature drawn with finger, pen or mouse, sent as a picture with its form; without it the typed name counts alone.
(() => {
  for (const form of document.querySelectorAll('form[data-signed]')) {
    const box = form.querySelector('[data-signature]');
    const canvas = box && box.querySelector('canvas');
    const pen = canvas && canvas.getContext('2d');
    if (!pen) continue;
    box.hidden = false;
    let drawn = false, last = null;
    const at = (e) => {
      const r = canvas.getBoundingClientRect();
      return [(e.clientX - r.left) * canvas.width / r.width, (e.clientY - r.top) * canvas.height / r.height];
    };
    const clear = () => { pen.clearRect(0, 0, canvas.width, canvas.height); drawn = false; };
    pen.lineWidth = 3; pen.lineCap = 'round'; pen.lineJoin = 'round'; pen.strokeStyle = '#161C2A';
    canvas.addEventListener('pointerdown', (e) => { last = at(e); canvas.setPointerCapture(e.pointerId); e.preventDefault(); });
    canvas.addEventListener('pointermove', (e) => {
      if (!last) return;
      const next = at(e);
      pen.beginPath(); pen.moveTo(...last); pen.lineTo(...next); pen.stroke();
      last = next; drawn = true;
    });
    for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, () => { last = null; });
    box.querySelector('[data-clear]').addEventListener('click', clear);
    form.addEventListener('submit', () => { form.elements.signature.value = drawn ? canvas.toDataURL('image/png') : ''; });
  }
})();
