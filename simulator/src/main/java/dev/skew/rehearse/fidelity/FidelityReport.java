package dev.skew.rehearse.fidelity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The outcome of a study: a table of comparisons and the list of behaviours. */
public final class FidelityReport {

  private final List<Comparison> comparisons;
  private final List<Behaviour> behaviours;

  FidelityReport(List<Comparison> comparisons, List<Behaviour> behaviours) {
    this.comparisons = List.copyOf(comparisons);
    this.behaviours =
        behaviours.stream().sorted(Comparator.comparingInt(Behaviour::number)).toList();
  }

  /** Compares what runs of each experiment, one a seed, observed. */
  static FidelityReport of(Map<Experiment, List<Observations>> observed) {
    List<Comparison> comparisons = new ArrayList<>();
    Map<Experiment, Observations> pooled = new LinkedHashMap<>();
    observed.forEach(
        (experiment, runs) -> {
          Observations all = Observations.pooled(runs);
          pooled.put(experiment, all);
          for (Series recorded : experiment.recorded().series()) {
            double[] simulated = all.values(recorded.metric());
            comparisons.add(Comparison.of(experiment, recorded, runs, simulated));
          }
        });
    return new FidelityReport(comparisons, BehaviourJudge.judge(pooled));
  }

  List<Comparison> comparisons() {
    return comparisons;
  }

  List<Behaviour> behaviours() {
    return behaviours;
  }

  /** Whether every comparison is within its bound and every behaviour happened. */
  public boolean passes() {
    return comparisons.stream().allMatch(Comparison::passes)
        && behaviours.stream().allMatch(Behaviour::happened);
  }

  public String toText() {
    return FidelityText.of(this);
  }

  /** An array with one object a metric; see {@link FidelityJson}. */
  public String toJson() {
    return FidelityJson.of(this);
  }
}
