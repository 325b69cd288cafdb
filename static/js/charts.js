// charts.js: draws <div data-chart="id"> from the JSON script of that id, with ECharts (SVG, no animation). Colours are
// the page's and follow its theme; each series has a pattern, a sign or a dash beside its colour. Where ECharts is not
// there the server's picture stays.
(() => {
  const { $$ } = window.so;
  const drawn = new Map(); // element → { chart, data }
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--so-${name}`).trim();
  const tone = (number) => css(`c${number || 5}`);
  const SIGNS = { 1: 'circle', 2: 'rect', 3: 'triangle', 4: 'diamond', 5: 'emptyCircle', 0: 'circle' };
  const DECALS = {
    2: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: -0.7 },
    3: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: 0.7 },
    4: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [1, 3] },
    5: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [1, 3], rotation: 1.5708 },
  };
  const UNSEEN = '\u0000base';

  const decal = (number) => (DECALS[number] ? { ...DECALS[number], color: `${css('surface')}b0` } : { symbol: 'none' });
  const look = (number) => ({ color: tone(number), decal: decal(number) });
  const pale = (number) => ({ color: css(number === 1 ? 'accentl' : 'surface3'), borderColor: tone(number), borderType: 'dashed', borderWidth: 1, decal: { symbol: 'none' } });

  const bar = (data, one) => ({
    type: 'bar', barMaxWidth: 34, itemStyle: look(one.tone), emphasis: { disabled: true },
    ...(data.shape === 'STACK' ? { stack: 'all' } : {}),
    data: one.values.map((value, at) => (data.unfinished[at] ? { value, itemStyle: pale(one.tone) } : value)),
  });
  // a mark over each bar: where the axis is not time a line from one name to the next says nothing
  const tick = (one, color, size) => ({ type: 'scatter', symbol: 'rect', symbolSize: size, color, itemStyle: { opacity: 1 }, data: one.values, z: 5 });
  const target = (data, one) => (data.marks
    ? tick(one, css('text'), [46, 2.5])
    : { type: 'line', step: 'middle', symbol: 'none', color: tone(one.tone), lineStyle: { width: 1.6, type: 'dashed' }, data: one.values });
  const line = (one) => ({ type: 'line', symbol: SIGNS[one.tone], symbolSize: 6, color: tone(one.tone), lineStyle: { width: 1.8 }, data: one.values });
  const edge = (one) => ({ type: 'line', symbol: 'none', silent: true, color: tone(one.tone), lineStyle: { width: 1.2, type: 'dotted' }, data: one.values });
  const former = (data, one) => (data.marks && data.shape !== 'STACK'
    ? { ...tick(one, tone(one.tone), 10), symbol: 'diamond', itemStyle: { opacity: 1, borderColor: css('surface'), borderWidth: 1.5 } }
    : { ...line(one), symbol: 'circle', symbolSize: 5, lineStyle: { width: 1.4 } });
  const DRAW = {
    BAR: bar, TARGET: target, LINE: (_, one) => line(one), FORMER: former, LOW: (_, one) => edge(one), HIGH: (_, one) => edge(one),
  };

  // a bridge: each bar stands on one that is not seen
  const steps = (data) => {
    const [one] = data.series;
    const ground = data.bases.map((base, at) => Math.min(base, base + (one.values[at] || 0)));
    return [
      { name: UNSEEN, type: 'bar', stack: 'steps', silent: true, itemStyle: { color: 'transparent', decal: { symbol: 'none' } }, data: ground },
      { name: one.name, type: 'bar', stack: 'steps', barMaxWidth: 34, emphasis: { disabled: true }, data: one.values.map((value, at) => ({ value: Math.abs(value || 0), itemStyle: look(data.tones[at]) })) },
    ];
  };

  // time may leave out every second name; of people, products, stages each says what it is: in two lines, or aslant
  const names = (data, wide) => {
    if (data.course) return { hideOverlap: true, width: 96, overflow: 'truncate' };
    const room = (wide - 76) / Math.max(1, data.names.length) - 6;
    if (room >= 44) return { interval: 0, width: Math.min(room, 130), overflow: 'break', lineHeight: 15, formatter: shortened(Math.floor(Math.min(room, 130) / 7) * 2) };
    return room >= 9 ? { interval: 0, rotate: 45, width: 76, overflow: 'truncate' } : { hideOverlap: true, width: 96, overflow: 'truncate' };
  };
  // as many letters as two lines hold: a Chinese one takes the room of two
  const shortened = (most) => (text) => {
    let taken = 0;
    const end = [...text].findIndex((letter) => (taken += letter.charCodeAt(0) > 0x2e7f ? 2 : 1) > most);
    return end < 0 ? text : `${[...text].slice(0, Math.max(1, end - 1)).join('')}…`;
  };
  // the whole is 100 %: an axis that goes to 120 % says there could be more
  const most = (data) => {
    if (data.most) return { max: data.most, interval: data.most / 4 };
    if (data.suffix !== '%' || data.shape === 'STACK') return {};
    const top = Math.max(...data.series.flatMap((one) => one.values.filter((value) => value !== null)));
    return top > 0.8 && top <= 1 ? { max: 1, interval: 0.25 } : {};
  };

  const axes = (data, wide) => {
    const label = { color: css('text3'), fontSize: 12 };
    return {
      xAxis: { type: 'category', data: data.names, axisTick: { show: false }, axisLine: { lineStyle: { color: css('line2') } }, axisLabel: { ...label, ...names(data, wide) } },
      yAxis: { type: 'value', splitNumber: 4, ...most(data), ...(data.whole ? { minInterval: 1 } : {}), axisLabel: { ...label, formatter: (value) => (value / data.divisor).toLocaleString(data.locale === 'ZH' ? 'zh-CN' : 'en-US', { maximumFractionDigits: 1 }) + data.suffix }, splitLine: { lineStyle: { color: css('line') } } },
    };
  };

  // drawn as text, never as HTML: labels are people's words
  const said = (data) => (found) => {
    const at = found[0]?.dataIndex ?? 0;
    return [data.names[at], ...data.series.map((one) => `${one.name}  ${one.texts[at]}`)].join('\n');
  };

  const option = (data, wide) => {
    const series = data.shape === 'STEPS' ? steps(data) : data.series.map((one) => ({ name: one.name, ...DRAW[one.role](data, one) }));
    const shown = data.series.filter((one) => !['LOW', 'HIGH'].includes(one.role)).map((one) => one.name);
    return {
      animation: false, aria: { enabled: false }, backgroundColor: 'transparent',
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12, color: css('text3') },
      grid: { left: 8, right: 12, top: shown.length > 1 ? 32 : 12, bottom: 4, containLabel: true },
      legend: { show: shown.length > 1 && data.shape !== 'STEPS', type: 'scroll', top: 0, left: 0, itemWidth: 14, itemHeight: 8, itemGap: 16, data: shown, textStyle: { color: css('text2'), fontSize: 12 } },
      tooltip: { trigger: 'axis', renderMode: 'richText', confine: true, formatter: said(data), backgroundColor: css('surface'), borderColor: css('line2'), textStyle: { color: css('text'), fontSize: 12 }, axisPointer: { type: 'shadow', shadowStyle: { color: css('surface3'), opacity: 0.5 } } },
      ...axes(data, wide),
      series,
    };
  };

  const sizes = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver((entries) => entries.forEach(({ target: element, contentRect }) => {
    const { chart, data } = drawn.get(element) || {};
    if (!chart || !contentRect.width || !contentRect.height) return;
    chart.resize();
    chart.setOption({ xAxis: { axisLabel: names(data, contentRect.width) } });
  }));

  const draw = (element) => {
    const source = document.getElementById(element.dataset.chart);
    if (!window.echarts || !source || drawn.has(element)) return;
    const data = JSON.parse(source.textContent);
    const still = [...element.childNodes];
    element.replaceChildren();
    try {
      const chart = window.echarts.init(element, null, { renderer: 'svg', locale: data.locale });
      chart.setOption(option(data, element.clientWidth));
      drawn.set(element, { chart, data });
      sizes?.observe(element);
    } catch (fault) {
      element.replaceChildren(...still); // the picture of the server says the same
      throw fault;
    }
  };

  const drawAll = () => {
    drawn.forEach(({ chart }, element) => {
      if (element.isConnected) return;
      sizes?.unobserve(element);
      chart.dispose();
      drawn.delete(element);
    });
    $$('[data-chart]').forEach(draw);
  };

  document.addEventListener('DOMContentLoaded', drawAll);
  document.addEventListener('htmx:afterSettle', drawAll);
  // paper is narrower than the window: the picture shrinks as a whole instead of being cut at its edge
  addEventListener('beforeprint', () => drawn.forEach((_, element) => {
    const picture = element.querySelector('svg');
    if (picture && element.clientWidth) picture.setAttribute('viewBox', `0 0 ${picture.getAttribute('width')} ${picture.getAttribute('height')}`);
  }));
  addEventListener('afterprint', () => drawn.forEach((_, element) => element.querySelector('svg')?.removeAttribute('viewBox')));
  addEventListener('so:theme', () => drawn.forEach(({ chart, data }, element) => chart.setOption(option(data, element.clientWidth), true)));
})();
