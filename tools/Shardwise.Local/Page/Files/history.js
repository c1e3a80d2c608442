/** Samples over time in bounded memory: where there are too many, the older half is thinned to every second one. */
export class History {
  constructor(most = 1200) {
    this.most = most;
    this.samples = [];
  }

  add(sample) {
    const { samples } = this;
    if (samples.length && sample.t <= samples[samples.length - 1].t) return;
    samples.push(sample);
    if (samples.length > this.most) {
      const half = samples.length >> 1;
      this.samples = samples.filter((_, index) => index >= half || index % 2 === 0);
    }
  }

  get last() {
    return this.samples[this.samples.length - 1];
  }
}

/** The newest items, oldest first; what is older is dropped. */
export class Ring {
  constructor(most) {
    this.most = most;
    this.items = [];
    this.dropped = 0;
  }

  add(item) {
    this.items.push(item);
    // In portions: moving all for each would cost more than the line is worth.
    if (this.items.length > this.most * 1.25) {
      const over = this.items.length - this.most;
      this.items.splice(0, over);
      this.dropped += over;
    }
  }
}
