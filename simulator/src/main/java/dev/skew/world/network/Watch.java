package dev.skew.world.network;

import dev.skew.kernel.EventQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an eye on a connection's silence while there is reason to: link heartbeats of the sender
 * become real messages and the receiver's read time-out runs only while a link can lose packets,
 * something is held up or a process stands still. Otherwise both are known not to matter and cost
 * nothing.
 */
final class Watch {

  private final Connection connection;
  private final EventQueue queue;
  private final Link link;
  private final Link reverse;
  private final Host sender;
  private final Host receiver;
  private final StreamSettings settings;
  private final long phaseNanos;
  private final long openedNanos;
  private boolean ticking;
  private boolean checking;
  private boolean tickMissed;

  Watch(Connection connection, Lane lane) {
    this.connection = connection;
    this.queue = lane.post.queue;
    this.link = lane.link;
    this.reverse = lane.reverse;
    this.sender = lane.post.fabric.host(link.from.node());
    this.receiver = lane.post.fabric.host(link.to.node());
    this.settings = lane.settings();
    this.phaseNanos = lane.keepAlivePhaseNanos();
    this.openedNanos = queue.nowNanos();
  }

  /** Begins to watch if there is reason to and it does not yet. */
  void start() {
    if (!hasReason()) {
      return;
    }
    if (!ticking && settings.keepAliveNanos() > 0) {
      connection.messages().noteActivity(lastUnseenTickNanos());
      scheduleTick();
    }
    if (!checking) {
      checking = true;
      scheduleCheck();
    }
  }

  private boolean hasReason() {
    return isImpaired() || sender.frozen || receiver.frozen || !connection.messages().isCalm();
  }

  private boolean isImpaired() {
    return link.isImpaired() || reverse.isImpaired();
  }

  private void onTick(@Nullable Object ignored) {
    ticking = connection.isSenderOpen() && hasReason();
    if (ticking) {
      scheduleTick();
      tickMissed = sender.frozen;
      if (!tickMissed) {
        connection.messages().sendKeepAlive();
      }
    }
  }

  /** A process goes on: a Go ticker keeps one tick for it, and what it waits for may be overdue. */
  void onThawed() {
    if (tickMissed && !sender.frozen && connection.isSenderOpen()) {
      tickMissed = false;
      connection.messages().sendKeepAlive();
    }
    start();
  }

  private void scheduleTick() {
    ticking = true;
    queue.schedule(nextTickNanos(), this::onTick, null);
  }

  private void onCheck(@Nullable Object ignored) {
    checking = false;
    if (!connection.isReceiverOpen() || receiver.frozen) {
      return;
    }
    if (!hasReason() && settings.keepAliveNanos() > 0 && connection.isSenderOpen()) {
      connection.messages().noteActivity(lastUnseenTickNanos()); // ticks went unseen once it ended
    }
    long silenceNanos = queue.nowNanos() - connection.messages().lastActivityNanos();
    if (silenceNanos >= settings.readTimeoutNanos()) {
      connection.onReadTimeout();
    } else {
      start();
    }
  }

  private void scheduleCheck() {
    long dueNanos = connection.messages().lastActivityNanos() + settings.readTimeoutNanos();
    queue.schedule(Math.max(dueNanos, queue.nowNanos()), this::onCheck, null);
  }

  /** The last tick that was not simulated because nothing could have gone wrong with it. */
  private long lastUnseenTickNanos() {
    long lastTick = nextTickNanos() - settings.keepAliveNanos();
    return Math.max(lastTick, openedNanos);
  }

  private long nextTickNanos() {
    long periodNanos = settings.keepAliveNanos();
    long periods = Math.floorDiv(queue.nowNanos() - phaseNanos, periodNanos) + 1;
    return phaseNanos + periods * periodNanos;
  }
}
