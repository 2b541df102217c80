package dev.skew.world.network;

import dev.skew.kernel.EventQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an eye on a connection's silence while there is reason to: link heartbeats of the sender
 * become real messages and the receiver's read time-out runs only while a link can lose packets or
 * something is held up. On sound links both are known not to matter and cost nothing.
 */
final class Watch {

  private final Connection connection;
  private final EventQueue queue;
  private final Link link;
  private final Link reverse;
  private final StreamSettings settings;
  private final long phaseNanos;
  private final long openedNanos;
  private boolean ticking;
  private boolean checking;

  Watch(Connection connection, Lane lane) {
    this.connection = connection;
    this.queue = lane.post.queue;
    this.link = lane.link;
    this.reverse = lane.reverse;
    this.settings = lane.settings();
    this.phaseNanos = lane.keepAlivePhaseNanos();
    this.openedNanos = queue.nowNanos();
  }

  /** Begins to watch if there is reason to and it does not yet. */
  void start() {
    if (settings.readTimeoutNanos() == 0 || !hasReason()) {
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
    return isImpaired() || !connection.messages().isCalm();
  }

  private boolean isImpaired() {
    return link.isImpaired() || reverse.isImpaired();
  }

  private void onTick(@Nullable Object ignored) {
    ticking = connection.isSenderOpen() && hasReason();
    if (ticking) {
      scheduleTick();
      connection.messages().sendKeepAlive();
    }
  }

  private void scheduleTick() {
    ticking = true;
    queue.schedule(nextTickNanos(), this::onTick, null);
  }

  private void onCheck(@Nullable Object ignored) {
    checking = false;
    if (!connection.isReceiverOpen() || !hasReason()) {
      return; // heartbeats arrive again without being simulated: this silence is none
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
