package dev.skew.world.fault;

import dev.skew.world.fault.Mitigation.ClientTimeout;
import dev.skew.world.fault.Mitigation.Cordon;
import dev.skew.world.fault.Mitigation.StoreTimeout;
import dev.skew.world.fault.Mitigation.Uncordon;
import java.util.List;

/** The commands that keep clients served while something is broken. */
final class MitigationVerbs {

  private static final Flag<String> WORKLOAD = Flag.name("name", "which; all where absent");
  private static final Flag<Double> FACTOR =
      Flag.number("factor", null, "by which they wait longer, from 1");

  static final List<Verb<?>> ALL =
      List.of(
          Verb.of("client", "timeout", ClientTimeout.class)
              .withoutNodes()
              .with(WORKLOAD, ClientTimeout::workload)
              .with(FACTOR, ClientTimeout::factor)
              .make(
                  "let clients wait longer",
                  args -> new ClientTimeout(args.get(WORKLOAD), args.get(FACTOR))),
          Verb.of("store", "timeout", StoreTimeout.class)
              .withoutNodes()
              .with(FACTOR, StoreTimeout::factor)
              .make(
                  "let coordinators wait longer for their replicas",
                  args -> new StoreTimeout(args.get(FACTOR))),
          Verb.of("node", "cordon", Cordon.class)
              .make("take nodes out of every balancer", args -> new Cordon()),
          Verb.of("node", "uncordon", Uncordon.class)
              .atOnce()
              .make("put nodes back into the balancers", args -> new Uncordon()));

  private MitigationVerbs() {}
}
