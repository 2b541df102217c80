package dev.skew.world.workload;

import dev.skew.kernel.RandomSource;

/** Draws key numbers from 0. */
@FunctionalInterface
interface KeyPicker {

  int next(RandomSource random);

  static KeyPicker of(KeySpace space) {
    int count = space.count();
    if (space.skew() instanceof KeySkew.Zipf zipf) {
      ZipfSampler sampler = new ZipfSampler(count, zipf.theta());
      return random -> sampler.next(random) - 1;
    }
    if (space.skew() instanceof KeySkew.Hotspot hotspot) {
      int hot = Math.max(1, (int) Math.round(count * hotspot.keyShare()));
      return random -> nextOfHotspot(random, count, hot, hotspot.operationShare());
    }
    return random -> random.nextInt(count);
  }

  private static int nextOfHotspot(RandomSource random, int count, int hot, double share) {
    if (hot == count || random.nextBoolean(share)) {
      return random.nextInt(hot);
    }
    return hot + random.nextInt(count - hot);
  }
}
