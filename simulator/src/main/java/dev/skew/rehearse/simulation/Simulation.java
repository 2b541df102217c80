package dev.skew.rehearse.simulation;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Seed;
import dev.skew.kernel.Trace;
import dev.skew.kernel.pekko.VirtualActorSystem;

/** The real thing: builds a scenario's cluster and lives through it. */
public final class Simulation implements SimulationRunner {

  @Override
  public Report run(RunRequest request, RunListener listener) {
    EventQueue queue = new EventQueue();
    Trace trace = new Trace(queue);
    Seed seed = new Seed(request.seed());
    VirtualActorSystem.Options options = VirtualActorSystem.Options.named("sandbox").withSeed(seed);
    try (VirtualActorSystem actors = VirtualActorSystem.create(queue, trace, options)) {
      Cluster cluster = ClusterBuilder.build(request.scenario(), seed, queue, trace, actors);
      return new Run(request, cluster, seed, listener).live();
    }
  }
}
