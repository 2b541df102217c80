package dev.skew.world.network;

import dev.skew.kernel.Seed;
import dev.skew.world.network.LinkSelector.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One direction between two nodes: decides, when a packet is sent, whether and when it arrives.
 * What is under way when a link is cut or changes has left it already and arrives.
 */
final class Link extends LinkCounters {

  /** The packet was lost; further values say how. */
  static final long LOST = NetemStage.LOST;

  static final long TAIL_DROPPED = NetemStage.TAIL_DROPPED;
  static final long CUT = -3;
  private static final long NONE = -4;

  final Site from;
  final Site to;

  private final Seed root;
  private LinkProfile profile;

  /** There once the link is not plain: of a million links of sound quality most never are. */
  private @Nullable NetemStage base;

  /** The first in the order of channels, with the others behind it; nearly always the only one. */
  private @Nullable Lane firstLane;

  private List<Overlay> overlays = List.of();

  private record Overlay(OverlayId id, NetemStage stage) {}

  private int cutCount;
  private boolean plain;
  private boolean lossy;
  private long plainNanos;

  private boolean damaged;
  private long copyNanos;
  private boolean copyDamaged;

  Link(Seed seed, Site from, Site to, LinkProfile profile) {
    this.from = from;
    this.to = to;
    this.root = seed;
    this.profile = profile;
    refresh();
  }

  /** The root of this link's streams of randomness. */
  Seed seed() {
    return root.fork("network", from.node().name() + "->" + to.node().name());
  }

  @Nullable Lane lane(Channel channel) {
    Lane lane = firstLane;
    while (lane != null && lane.channel != channel) {
      lane = lane.following;
    }
    return lane;
  }

  void addLane(Lane lane) {
    Lane before = null;
    Lane after = firstLane;
    while (after != null && after.channel.compareTo(lane.channel) < 0) {
      before = after;
      after = after.following;
    }
    lane.following = after;
    if (before == null) {
      firstLane = lane;
    } else {
      before.following = lane;
    }
  }

  /** In the order of channels. */
  void forEachLane(Consumer<Lane> action) {
    for (Lane lane = firstLane; lane != null; lane = lane.following) {
      action.accept(lane);
    }
  }

  private NetemStage base() {
    NetemStage stage = base;
    if (stage == null) {
      stage = new NetemStage(seed().fork("stage", "base"), profile);
      base = stage;
    }
    return stage;
  }

  /** Whether it leads from a node to itself. */
  boolean isLoopback() {
    return from.node().index() == to.node().index();
  }

  void setProfile(LinkProfile value) {
    profile = value;
    if (base != null) {
      base.setProfile(value);
    }
    refresh();
  }

  void addOverlay(OverlayId id, String name, LinkProfile quality) {
    List<Overlay> more = new ArrayList<>(overlays);
    more.add(new Overlay(id, new NetemStage(seed().fork("overlay", name), quality)));
    overlays = more;
    refresh();
  }

  void removeOverlay(OverlayId id) {
    overlays = overlays.stream().filter(overlay -> !overlay.id().equals(id)).toList();
    refresh();
  }

  void cut() {
    cutCount++;
    refresh();
  }

  void heal() {
    cutCount--;
    refresh();
  }

  boolean isCut() {
    return cutCount > 0;
  }

  /** Whether a packet can vanish on the way. */
  boolean isImpaired() {
    return cutCount > 0 || lossy;
  }

  /**
   * Sends one packet; afterwards {@link #isDamaged}, {@link #hasCopy} and the like describe it.
   *
   * @return when it arrives, or a negative reason why it does not
   */
  long transmit(long nowNanos, int bytes) {
    copyNanos = NONE;
    damaged = false;
    if (plain) {
      return nowNanos + plainNanos;
    }
    if (cutCount > 0) {
      trouble().cutPackets++;
      return CUT;
    }
    return passStages(0, nowNanos, bytes, true);
  }

  /**
   * Sends an acknowledgement, at a time that may lie ahead. It takes latency and loss like any
   * packet, but no place in the queue: it is small, and it must not hold up what is sent before it.
   *
   * @return when it arrives, or a negative reason why it does not
   */
  long transmitAck(long nowNanos) {
    if (plain) {
      return nowNanos + plainNanos;
    }
    if (cutCount > 0) {
      trouble().cutPackets++;
      return CUT;
    }
    long atNanos = base().passAck(nowNanos);
    for (int i = 0; i < overlays.size() && atNanos >= 0; i++) {
      atNanos = overlays.get(i).stage().passAck(atNanos);
    }
    if (atNanos < 0) {
      trouble().lostPackets++;
    }
    return atNanos;
  }

  boolean isDamaged() {
    return damaged;
  }

  /** Whether the link made a copy of the last packet that will arrive too. */
  boolean hasCopy() {
    return copyNanos >= 0;
  }

  long copyNanos() {
    return copyNanos;
  }

  boolean isCopyDamaged() {
    return copyDamaged;
  }

  private long passStages(int first, long nowNanos, int bytes, boolean mayDuplicate) {
    long atNanos = nowNanos;
    boolean flipped = false;
    int copyStage = -1;
    long copyFromNanos = 0;
    for (int i = first; i <= overlays.size(); i++) {
      NetemStage stage = i == 0 ? base() : overlays.get(i - 1).stage();
      long outNanos = stage.pass(atNanos, bytes, mayDuplicate && copyStage < 0);
      if (stage.hasDuplicated()) {
        copyStage = i;
        copyFromNanos = atNanos;
      }
      flipped |= stage.hasDamaged();
      atNanos = outNanos;
      if (outNanos < 0) {
        break;
      }
    }
    if (atNanos < 0) {
      countLoss(atNanos);
    } else if (flipped) {
      trouble().corruptedPackets++;
    }
    if (copyStage >= 0) {
      copyNanos = passStages(copyStage, copyFromNanos, bytes, false);
      copyDamaged = damaged;
    }
    damaged = flipped;
    return atNanos;
  }

  private void countLoss(long reason) {
    if (reason == TAIL_DROPPED) {
      trouble().tailDroppedPackets++;
    } else {
      trouble().lostPackets++;
    }
  }

  private void refresh() {
    boolean isPlain = profile.isPlain();
    boolean isLossy = profile.isLossy();
    long sumNanos = profile.latency().meanNanos();
    for (Overlay overlay : overlays) {
      LinkProfile more = overlay.stage().profile();
      isPlain &= more.isPlain();
      isLossy |= more.isLossy();
      sumNanos += more.latency().meanNanos();
    }
    plain = isPlain && cutCount == 0;
    lossy = isLossy;
    plainNanos = sumNanos;
  }
}
