// Draws the charts that Java worked out. Nothing here computes a figure, and every text goes into the page as text.
(() => {
  'use strict';
  const specs = JSON.parse(document.getElementById('charts').textContent);
  const DASHES = ['solid', 'dashed', 'dotted', [8, 3, 2, 3], [2, 6], [12, 4]];
  // What is no engine's: the study and a target, a verdict of two that are alike, an open one.
  const SIGNS = {reference: 'circle', equivalent: 'roundRect', open: 'circle'};
  const LABEL = {fontSize: 12, lineHeight: 15};
  // Around a chart of categories: at its edges, and between its labels and its axis.
  const GRID = {left: 24, right: 18, labels: 8};
  const root = document.documentElement;
  const charts = [];
  const pen = document.createElement('canvas').getContext('2d');
  let colours = {};
  let marks = [];

  function readColours() {
    const style = getComputedStyle(root);
    const value = (name) => style.getPropertyValue('--' + name).trim();
    const engines = [...Array(10).keys()];
    colours = {font: getComputedStyle(document.body).fontFamily};
    for (const name of ['ink', 'quiet', 'line', 'paper', 'raised', 'band', 'study', ...engines.map((engine) => 'e' + engine)]) {
      colours[name] = value(name);
    }
    // The polygons of the style sheet: polygon(0 0, 100% 0, 50% 100%) is M0 0L100 0L50 100Z. The first mark is a circle.
    marks = engines.map((engine) => (engine === 0 ? 'circle'
      : 'path://M' + value('m' + engine).replace(/polygon\(|[%)]/g, '').replaceAll(',', 'L') + 'Z'));
    pen.font = LABEL.fontSize + 'px ' + colours.font;
  }

  const isEngine = (series) => typeof series.mark === 'number';
  const colour = (series) => (isEngine(series) ? colours['e' + series.mark] : colours.study);
  const mark = (series) => (isEngine(series) ? marks[series.mark] : SIGNS[series.mark]);
  // What engines are held against is a ring, and so is what is open.
  const fill = (series) => (isEngine(series) || series.mark === 'equivalent'
    ? {color: colour(series)}
    : {color: colours.paper, borderColor: colours.study, borderWidth: 2});

  // An element, not a string: a name with markup in it is shown, never parsed.
  function tip(params) {
    const lines = (Array.isArray(params) ? params : [params]).map((p) => p.data && p.data.text).filter(Boolean);
    const box = document.createElement('div');
    for (const line of new Set(lines)) {
      const row = document.createElement('div');
      row.textContent = line;
      box.append(row);
    }
    return box;
  }

  function number(value) {
    const size = Math.abs(value);
    return size >= 1e9 ? value / 1e9 + 'G' : size >= 1e6 ? value / 1e6 + 'M' : size >= 1e4 ? value / 1e3 + 'k' : String(Number(value.toPrecision(6)));
  }

  // Round ratios: as many of one list as have room between two ends, which are given as logarithms, so many pixels apart.
  const RATIOS = [[.01, .1, 1, 10, 100], [.05, .1, .2, .5, 1, 2, 5, 10, 20], [.25, .35, .5, .7, 1, 1.4, 2, 3, 4], [.4, .5, .6, .7, .8, 1, 1.2, 1.5, 1.8, 2.2],
    [.6, .7, .8, .9, 1, 1.1, 1.2, 1.3, 1.4], [.7, .75, .8, .85, .9, .95, 1, 1.05, 1.1, 1.15, 1.2, 1.3], [.94, .96, .98, 1, 1.02, 1.04, 1.06], [.985, .99, .995, 1, 1.005, 1.01, 1.015]];
  function ratios(min, max, pixels) {
    const half = (r) => pen.measureText(number(Math.exp(r))).width / 2;
    const gap = (r, before) => Math.max((max - min) / 8, (half(r) + half(before) + 12) * (max - min) / pixels);
    const lists = RATIOS.map((list) => list.map(Math.log).filter((r) => r > min && r < max));
    const fitting = lists.filter((list) => list.every((r, i) => i === 0 || r - list[i - 1] >= gap(r, list[i - 1])));
    return fitting.sort((one, other) => other.length - one.length)[0];
  }

  // Where a label is broken: at spaces, but not before a number; a word that is too long is broken by the library.
  function lines(label, width) {
    const broken = [];
    for (const word of label.split(/ (?!\d)/)) {
      const longer = broken.length ? broken[broken.length - 1] + ' ' + word : word;
      if (broken.length && pen.measureText(longer).width <= width) {
        broken[broken.length - 1] = longer;
      } else {
        broken.push(word);
      }
    }
    return broken;
  }

  const labelWidth = (box) => (box.clientWidth < 420 ? 120 : 220);

  // Each category as high as the longest label, or as the bars of all series below each other.
  function height(spec, width) {
    const rows = (label) => lines(label, width).reduce((sum, line) => sum + Math.ceil(pen.measureText(line).width / width), 0);
    const longest = Math.max(...spec.y.categories.map(rows));
    const row = Math.max(LABEL.lineHeight * longest + 9, spec.kind === 'bar' ? 10 * spec.series.length + 12 : 0);
    return 80 + Math.max(2, spec.y.categories.length) * row;
  }

  // Categories are on the vertical axis alone.
  function axis(spec, vertical, width) {
    const category = spec.scale === 'category';
    return {
      type: category ? 'category' : spec.scale === 'log' ? 'log' : 'value',
      data: category ? spec.categories : undefined,
      inverse: category,
      scale: true,
      name: spec.name,
      nameLocation: 'middle',
      nameGap: vertical ? (category ? 0 : 46) : 30,
      nameTextStyle: {color: colours.quiet, fontSize: 12},
      axisLine: {show: !vertical || category, lineStyle: {color: colours.line}},
      axisTick: {show: false},
      axisLabel: {
        color: colours.quiet,
        fontFamily: colours.font,
        ...LABEL,
        ...(category
          ? {interval: 0, width, overflow: 'break', formatter: (label) => lines(label, width).join('\n')}
          : {hideOverlap: true, formatter: number}),
      },
      splitLine: {show: !category || vertical, lineStyle: {color: colours.line, opacity: category ? .5 : 1}},
    };
  }

  function curves(spec, series) {
    return {
      name: series.name,
      type: spec.kind === 'point' ? 'scatter' : 'line',
      data: series.points.map((p) => ({value: [p.x, p.y], text: p.text})),
      symbol: mark(series),
      symbolSize: spec.kind === 'point' ? 11 : 6,
      showSymbol: true,
      showAllSymbol: true,
      itemStyle: fill(series),
      lineStyle: {color: colour(series), width: 2, type: isEngine(series) ? DASHES[series.mark % DASHES.length] : 'solid'},
    };
  }

  function bars(series) {
    return {
      name: series.name,
      type: 'bar',
      barMaxWidth: 16,
      data: series.points.map((p) => ({value: [p.x, p.y], text: p.text})),
      itemStyle: {color: colour(series)},
    };
  }

  // Where a ratio stands: at its logarithm, for no axis of the library has marks between powers.
  const placing = (spec) => (value) => (spec.x.scale === 'log' && value !== undefined ? Math.log(value) : value);

  // An interval is a line from its low to its high end; an open end runs to the edge of the axis.
  function intervals(spec, series, range) {
    const drawn = [];
    const ends = [];
    const place = placing(spec);
    for (const p of series.points.map((point) => ({...point, x: place(point.x), low: place(point.low), high: place(point.high)}))) {
      if (p.core) {
        ends.push(p.core.map((end) => ({coord: [place(end), p.y], symbol: 'none', lineStyle: {width: 4}})));
      }
      if (p.low !== undefined || p.high !== undefined) {
        ends.push([
          {coord: [p.low === undefined ? range.min : p.low, p.y], symbol: p.low === undefined ? 'arrow' : 'none'},
          {coord: [p.high === undefined ? range.max : p.high, p.y], symbol: p.high === undefined ? 'arrow' : 'none'},
        ]);
      }
    }
    drawn.push({
      name: series.name,
      type: 'scatter',
      data: series.points.map((p) => ({value: [place(p.x), p.y], text: p.text})),
      symbol: mark(series),
      symbolSize: 11,
      itemStyle: fill(series),
      z: isEngine(series) ? 3 : 2,
      markLine: ends.length
        ? {silent: true, animation: false, label: {show: false}, symbolSize: 7, data: ends,
          lineStyle: {color: colour(series), width: 1.3, type: 'solid'}}
        : undefined,
    });
    return drawn;
  }

  function range(spec) {
    const values = spec.series.flatMap((s) => s.points.flatMap((p) => [p.x, p.low, p.high]));
    if (spec.band) {
      values.push(spec.band.from, spec.band.to);
    }
    return room(values.map(placing(spec)).filter((v) => v !== undefined));
  }

  function room(values) {
    const min = Math.min(...values);
    const max = Math.max(...values);
    const edge = (max - min) * .06 || Math.abs(max) * .05 || 1;
    return {min: min - edge, max: max + edge};
  }

  // What labels of categories leave of a chart's width.
  function besideLabels(spec, width, whole) {
    const longest = Math.max(...spec.y.categories.flatMap((label) => lines(label, width)).map((line) => pen.measureText(line).width));
    return whole - GRID.left - GRID.right - GRID.labels - Math.min(longest, width);
  }

  // The band, the line of no difference and, of ratios, the lines and figures that the axis itself cannot have.
  function band(spec, extent, pixels) {
    const place = placing(spec);
    const marks = spec.x.scale !== 'log' ? [] : ratios(extent.min, extent.max, pixels).map((xAxis) => ({
      xAxis, lineStyle: {color: colours.line, type: 'solid'},
      label: {show: true, position: 'end', formatter: number(Math.exp(xAxis)), color: colours.quiet, fontSize: 12},
    }));
    const unnamed = {type: 'scatter', data: [], silent: true, tooltip: {show: false}};
    return {
      ...unnamed,
      markArea: {
        silent: true,
        itemStyle: {color: colours.band},
        data: [[{xAxis: place(spec.band.from)}, {xAxis: place(spec.band.to)}]],
      },
      markLine: {
        silent: true, symbol: 'none', label: {show: false}, lineStyle: {color: colours.quiet, type: 'dashed'},
        data: [...marks, {xAxis: place(spec.band.centre)}],
      },
    };
  }

  function option(spec, width, whole) {
    const interval = spec.kind === 'interval';
    const categories = spec.y.scale === 'category';
    const extent = interval ? range(spec) : undefined;
    const x = axis(spec.x, false);
    const y = axis(spec.y, true, width);
    const pixels = categories ? besideLabels(spec, width, whole) : undefined;
    if (categories) { // As many figures as have room; the library itself asks for five.
      x.splitNumber = Math.max(2, Math.min(5, Math.floor(pixels / 50)));
    }
    if (interval) {
      Object.assign(x, {min: extent.min, max: extent.max});
      x.axisLabel.showMinLabel = x.axisLabel.showMaxLabel = false;
      if (spec.x.scale === 'log') {
        x.type = 'value';
        x.axisLabel.show = x.splitLine.show = false;
      }
    }
    if (spec.kind === 'bar') {
      Object.assign(x, {scale: false, min: 0});
    }
    if (spec.kind === 'line' && spec.x.scale === 'linear') {
      x.minInterval = 1;
    }
    const series = spec.series.flatMap((s) =>
      interval ? intervals(spec, s, extent) : spec.kind === 'bar' ? [bars(s)] : [curves(spec, s)]);
    if (spec.band) {
      series.unshift(band(spec, extent, pixels));
    }
    return {
      animation: false,
      textStyle: {fontFamily: colours.font, color: colours.ink},
      grid: {left: categories ? GRID.left : 54, right: GRID.right, top: 34, bottom: 42, containLabel: categories},
      legend: {
        type: 'scroll', top: 0, left: 0, itemWidth: spec.kind === 'line' ? 22 : 10, itemHeight: 10, itemGap: 14, selectedMode: false, pageIconColor: colours.quiet,
        pageTextStyle: {color: colours.quiet},
        textStyle: {color: colours.ink, fontSize: 12}, data: spec.series.map((s) => s.name),
      },
      tooltip: {
        trigger: spec.kind === 'line' || spec.kind === 'bar' ? 'axis' : 'item',
        formatter: tip,
        confine: true,
        axisPointer: {type: spec.kind === 'bar' ? 'shadow' : 'line', lineStyle: {color: colours.quiet},
          shadowStyle: {color: colours.band}, label: {show: false}},
        backgroundColor: colours.raised, borderColor: colours.line, padding: [6, 9],
        textStyle: {color: colours.ink, fontSize: 12},
      },
      xAxis: x,
      yAxis: y,
      series,
    };
  }

  function draw(entry) {
    entry.chart.setOption(option(entry.spec, labelWidth(entry.box), entry.chart.getWidth()), true);
  }

  // A chart of categories has the height that they need in the width there is.
  function fit({box, spec}) {
    if (spec.y.scale === 'category') {
      box.style.height = height(spec, labelWidth(box)) + 'px';
    }
  }

  function redraw() {
    readColours();
    charts.forEach(draw);
  }

  readColours();
  for (const [id, spec] of Object.entries(specs)) {
    const box = document.getElementById(id);
    box.hidden = false;
    fit({box, spec});
    const entry = {box, spec, chart: echarts.init(box, null, {renderer: 'svg'})};
    charts.push(entry);
    draw(entry);
    // In a frame of its own: it changes the height of what is observed.
    new ResizeObserver(() => requestAnimationFrame(() => {
      fit(entry);
      entry.chart.resize();
      draw(entry);
    })).observe(box);
  }
  // Without this script the tables stay open and nothing is lost.
  document.querySelectorAll('details.figures').forEach((details) => { details.open = false; });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  addEventListener('beforeprint', () => {
    root.classList.add('paper');
    readColours();
    charts.forEach((entry) => {
      entry.chart.resize({width: 640});
      draw(entry);
    });
  });
  addEventListener('afterprint', () => {
    root.classList.remove('paper');
    readColours();
    charts.forEach((entry) => {
      entry.chart.resize({width: 'auto'});
      draw(entry);
    });
  });
})();
