package dev.skew.rehearse.fidelity;

import dev.skew.rehearse.fidelity.Experiment.Partition;
import dev.skew.rehearse.fidelity.Experiment.Recorded;
import dev.skew.rehearse.fidelity.Experiment.SlowMember;
import java.util.ArrayList;
import java.util.List;

/** Experiments that nobody recorded, but that a behaviour needs for contrast. */
final class Controls {

  private Controls() {}

  static List<Experiment> of(List<Experiment> recorded) {
    List<Experiment> controls = new ArrayList<>();
    for (Experiment experiment : recorded) {
      if (experiment instanceof Partition partition && controls.isEmpty()) {
        controls.add(withOtherPreVote(partition));
      }
    }
    boolean slowLeader =
        recorded.stream().anyMatch(one -> one instanceof SlowMember slow && slow.slowLeader());
    for (Experiment experiment : recorded) {
      if (experiment instanceof SlowMember slow && !slowLeader) {
        slowLeader = true;
        controls.add(
            new SlowMember(
                named(slow.recorded(), "slow leader"),
                slow.cluster(),
                slow.reorder(),
                true,
                List.of(new Experiment.Block("put", "leader", 50, 0, 0))));
      }
    }
    return controls;
  }

  private static Partition withOtherPreVote(Partition partition) {
    return new Partition(
        named(partition.recorded(), "pre-vote"),
        partition.cluster().withPreVote(!partition.cluster().preVote()),
        partition.isolated(),
        partition.leaderSide(),
        partition.seconds());
  }

  private static Recorded named(Recorded original, String difference) {
    return new Recorded(
        "control: " + difference + " of " + original.name(), original.columns(), 0, List.of());
  }
}
