import { useEffect, useState } from 'react';
import { createLab } from 'trainlab';

export function Digits() {
  const [lab, setLab] = useState(null);
  const [model, setModel] = useState(null);
  const [fraction, setFraction] = useState(0);
  const [status, setStatus] = useState('');
  const fail = (error) => setStatus(error.message);

  useEffect(() => {
    const leaving = new AbortController();
    createLab({ signal: leaving.signal }).then(setLab, (error) => leaving.signal.aborted || fail(error));
    return () => leaving.abort();
  }, []);

  function train() {
    const run = lab.train('transfer', { preset: 'quick', seed: 1 });
    run.on('progress', (event) => setFraction(event.fraction));
    run.then((result) => setModel(result.model)).catch(fail);
  }

  function draw({ type, target: sheet, buttons, nativeEvent: { offsetX, offsetY } }) {
    if (type === 'pointerdown') sheet.width = 200; // clears it
    const pen = sheet.getContext('2d', { willReadFrequently: true });
    Object.assign(pen, { lineWidth: 16, lineCap: 'round' }).lineTo(offsetX, offsetY);
    if (buttons) pen.stroke();
    const tell = ({ label }) => setStatus(`It looks like a ${label}.`);
    if (type === 'pointerup') model.predict(pen.getImageData(0, 0, 200, 200)).then(tell, fail);
  }

  return (
    <main>
      <input type="button" value="Train" disabled={!lab} onClick={train} /> <progress value={fraction} />
      <p>Train it; then draw a digit from 5 to 9. {status}</p>
      {model && (
        <canvas width="200" height="200" onPointerDown={draw} onPointerMove={draw} onPointerUp={draw} />
      )}
    </main>
  );
}
