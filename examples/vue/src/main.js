import { createApp } from 'vue';
import Digits from './digits.vue';

createApp(Digits).mount('#root');
