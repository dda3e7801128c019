import type { Model } from '../model.ts';
import type { Access } from '../open-model.ts';

export function openOpenai({ choice }: Access): Model {
  return {
    id: `${choice.provider}:${choice.model}`,
    ask: () => Promise.reject(new Error('not built yet')),
  };
}
