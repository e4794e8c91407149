// Shows the runs that have all that was chosen; what was chosen is in the address, so that it can be sent on.
(() => {
  'use strict';
  const form = document.getElementById('filters');
  const selects = [...form.querySelectorAll('select')];
  const rows = [...document.querySelectorAll('.runs tbody tr')];
  // An id has no space; a machine has, and is alone in its attribute.
  const has = (row, name, value) => (name === 'machine'
    ? row.dataset.machine === value
    : row.dataset[name].split(' ').includes(value));

  function show() {
    const chosen = selects.filter((select) => select.value);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !chosen.every((select) => has(row, select.name, select.value));
      shown += row.hidden ? 0 : 1;
    }
    document.getElementById('count').textContent = `${shown} of ${rows.length} runs`;
    document.getElementById('nothing').hidden = shown > 0;
  }

  function fromAddress() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    for (const select of selects) {
      const value = wanted.get(select.name) || '';
      select.value = [...select.options].some((option) => option.value === value) ? value : '';
    }
    show();
  }

  form.addEventListener('change', () => {
    const wanted = new URLSearchParams(selects.filter((select) => select.value).map((select) => [select.name, select.value]));
    history.replaceState(null, '', '#' + wanted);
    show();
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  window.addEventListener('hashchange', fromAddress);
  form.hidden = false;
  fromAddress();
})();
