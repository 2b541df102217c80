package dev.skew.kernel.pekko;

/** A thread that does not own the virtual actor system handed it work: determinism is lost. */
public final class ForeignThreadException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  ForeignThreadException(String thread, String owner, String task) {
    super(
        "foreign thread '"
            + thread
            + "' handed over "
            + task
            + ", but thread '"
            + owner
            + "' owns this virtual actor system; inside virtual time use messages and timers, not"
            + " futures, threads or ActorContext.ask");
  }
}
