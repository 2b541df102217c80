package dev.skew.world.network;

import dev.skew.world.network.LinkSelector.Site;
import org.jspecify.annotations.Nullable;

/** A node as the network sees it: its place, its endpoint, what its process is doing. */
final class Host {

  final Site site;
  @Nullable Endpoint endpoint;
  boolean running;

  /** Whether the process stands still: what it would do by itself waits. */
  boolean frozen;

  Host(Site site) {
    this.site = site;
  }
}
