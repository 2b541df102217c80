package dev.skew.world.fault;

import java.util.Optional;

/** What the acts of a runbook are done to. */
public interface RunbookTargets {

  /** The role of the nodes whose rows are merged. */
  String STORE_ROLE = "store";

  /** A world with nothing to do. */
  RunbookTargets NONE =
      new RunbookTargets() {
        @Override
        public Optional<String> refusal(RunbookAct act) {
          return Optional.empty();
        }

        @Override
        public void carryOut(RunbookAct act) {}
      };

  /** Why an act cannot be done now; empty when it can. */
  Optional<String> refusal(RunbookAct act);

  void carryOut(RunbookAct act);
}
