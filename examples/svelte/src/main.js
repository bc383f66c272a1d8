import { mount } from 'svelte';
import Digits from './digits.svelte';

mount(Digits, { target: document.getElementById('root') });
