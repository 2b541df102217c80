package dev.skew.rehearse.fidelity;

import java.util.List;
import java.util.Map;

/** Decides from simulated measurements which of the recorded behaviours happened. */
final class BehaviourJudge {

  private BehaviourJudge() {}

  static List<Behaviour> judge(Map<Experiment, Observations> observed) {
    return List.of();
  }
}
