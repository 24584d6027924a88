/** Paths of 24 by 24 units, drawn with a line. */
const PATHS = {
  plus: 'M12 5v14M5 12h14',
  send: 'M12 19V5M5.5 11.5 12 5l6.5 6.5',
  stop: 'M7.5 7.5h9v9h-9z',
  copy: 'M9 9h10v10H9zM5 15V5h10',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  retry: 'M19 12a7 7 0 1 1-2.2-5.1M19 4v4h-4',
  edit: 'm5 19 .8-3.6L15.6 5.6l2.8 2.8L8.6 18.2z',
  left: 'm14 7-5 5 5 5',
  right: 'm10 7 5 5-5 5',
  down: 'm7 10 5 5 5-5',
  menu: 'M5 7h14M5 12h14M5 17h14',
  close: 'm6 6 12 12M18 6 6 18',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20',
  trash: 'M5 7h14M10 7V5h4v2M7 7l.8 12h8.4L17 7',
  sliders: 'M5 8h8M17 8h2M5 16h2M11 16h8M15 6v4M9 14v4',
  theme: 'M12 4v16M12 4a8 8 0 0 0 0 16 8 8 0 0 0 0-16ZM14.5 8.5l3-3M14.5 15.5l3 3M15 12h4.5',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  chart: 'M5 19V10M12 19V5M19 19v-6',
  scatter: 'M5 5v14h14M9.5 14.5h.01M12.5 9.5h.01M16.5 12h.01M16 7h.01',
  book: 'M6 5h11v14H6zM9.5 9h4M9.5 12.5h4',
  file: 'M7 4h7l4 4v12H7zM14 4v4h4',
  chat: 'M5 6h14v10h-8l-4 3.5V16H5z',
  leave: 'M14 5H6v14h8M10 12h9M16 8.5 19.5 12 16 15.5',
  warning: 'M12 5 21 19H3zM12 10.5v4M12 16.8h.01',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside a word or in a button that has a label: screen readers pass over it. */
export function Icon(props: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[props.name]} />
    </svg>
  );
}
