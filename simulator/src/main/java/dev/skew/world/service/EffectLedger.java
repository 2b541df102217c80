package dev.skew.world.service;

import java.util.HashSet;
import java.util.Set;

/** Which requests' writes have taken effect at an instance; on its disk, so a crash leaves it. */
public final class EffectLedger {

  private final Set<Long> applied = new HashSet<>(); // looked up, never iterated

  boolean has(long request) {
    return applied.contains(request);
  }

  void add(long request) {
    applied.add(request);
  }
}
