package dev.skew.world.fault;

/**
 * What an operator does to a member of the store that is not to be believed; it is no fault. The
 * members decide whether it is done.
 *
 * @param isLift whether it ends a quarantine
 * @param isForced whether it may leave keys without a quorum of replicas
 */
public record QuarantineAct(boolean isLift, boolean isForced) implements Fault {

  public QuarantineAct {
    if (isLift && isForced) {
      throw new IllegalArgumentException("force goes with a quarantine, not with its end");
    }
  }

  @Override
  public <R> R accept(Handler<R> handler) {
    return handler.onQuarantine(this);
  }

  @Override
  public boolean isRemedy() {
    return true;
  }
}
