package dev.skew.world.fault;

import dev.skew.world.fault.NodeSelector.Named;
import java.util.List;

/** The command of those who operate stores with liars among them. */
final class QuarantineVerbs {

  private static final Flag<NodeSelector> NODE =
      new Flag<>(
          "node", "NODE", QuarantineVerbs::one, NodeSelector::toString, null, "which, as store-1");
  private static final Flag<Boolean> LIFT = Flag.toggle("lift", "take it out of quarantine");
  private static final Flag<Boolean> FORCE =
      Flag.toggle("force", "even if keys are left without a quorum of replicas");

  static final List<Verb<?>> ALL =
      List.of(
          Verb.of("node", "quarantine", QuarantineAct.class)
              .on(NODE)
              .atOnce()
              .with(LIFT, QuarantineAct::isLift)
              .with(FORCE, QuarantineAct::isForced)
              .make(
                  "let a store be neither read from nor listened to, if a majority agrees",
                  args -> new QuarantineAct(args.get(LIFT), args.get(FORCE))));

  private QuarantineVerbs() {}

  private static NodeSelector one(String text) {
    NodeSelector selector = SelectorText.read(text);
    boolean plain = selector.role() == null && selector.region() == null;
    if (plain && selector.amount() instanceof Named named && named.names().size() == 1) {
      return selector;
    }
    throw new IllegalArgumentException("must be the name of one store, got " + text);
  }
}
