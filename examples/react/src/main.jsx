import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Digits } from './digits';

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <Digits />
  </StrictMode>,
);
