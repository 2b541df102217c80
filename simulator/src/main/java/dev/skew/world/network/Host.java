package dev.skew.world.network;

import dev.skew.world.network.LinkSelector.Site;
import org.jspecify.annotations.Nullable;

/** A node as the network sees it: its place, its endpoint, whether its process runs. */
final class Host {

  final Site site;
  @Nullable Endpoint endpoint;
  boolean running;

  Host(Site site) {
    this.site = site;
  }
}
