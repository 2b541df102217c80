package dev.skew.world.node;

import org.jspecify.annotations.Nullable;

/**
 * A machine as the simulation outside sees it: what it is doing, and its process. Nothing in the
 * world reads it.
 */
public final class NodeHandle {

  private Machine.Status status = Machine.Status.DOWN;
  private @Nullable NodeProcess process;
  private int life;
  private long overloadDrops;
  private boolean restarting;

  /** Whether the process runs or is frozen. */
  public boolean isUp() {
    return status == Machine.Status.RUNNING || status == Machine.Status.PAUSED;
  }

  /** Whether there is no process, and none that is being loaded. */
  public boolean isDown() {
    return status == Machine.Status.DOWN;
  }

  /** Whether a supervisor is about to start the process again. */
  public boolean isRestarting() {
    return restarting;
  }

  /** {@code down}, {@code booting}, {@code running} or {@code paused}. */
  public String status() {
    return status.label();
  }

  /** The process of the present life, null while there is none. */
  public @Nullable NodeProcess process() {
    return process;
  }

  /** How many lives have ended. */
  public int life() {
    return life;
  }

  /** Messages dropped because too many waited. */
  public long overloadDrops() {
    return overloadDrops;
  }

  void statusIs(Machine.Status now) {
    status = now;
  }

  void processIs(@Nullable NodeProcess now) {
    process = now;
  }

  void restartIsDue(boolean due) {
    restarting = due;
  }

  void lifeEnded() {
    life++;
  }

  void countOverload() {
    overloadDrops++;
  }
}
