package dev.skew.world.check;

/** Told of every violation when it becomes certain; may stop the run, must not change it. */
@FunctionalInterface
public interface ViolationListener {

  void onViolation(Violation violation);
}
