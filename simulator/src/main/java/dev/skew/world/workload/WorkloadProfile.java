package dev.skew.world.workload;

/**
 * How one client process behaves.
 *
 * @param name as the scenario calls it
 * @param arrival when operations begin
 * @param keySpace which keys they touch
 * @param mix what they do
 * @param context what a session hands in with each request of what it has seen so far, so that a
 *     store which can will give it its own writes back
 * @param targetPolicy whom they ask
 * @param requests time-out, retries and sizes
 */
public record WorkloadProfile(
    String name,
    Arrival arrival,
    KeySpace keySpace,
    OperationMix mix,
    SessionContext context,
    TargetPolicy targetPolicy,
    RequestPolicy requests) {

  public WorkloadProfile {
    if (name.isBlank()) {
      throw new IllegalArgumentException("workload name must not be blank");
    }
    if (mix.transactions() > 0 && keySpace.count() < 2) {
      throw new IllegalArgumentException(
          "transactions over two keys need at least two keys, workload " + name + " has one");
    }
  }
}
