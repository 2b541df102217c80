package dev.skew.world.workload;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Seed;
import dev.skew.world.topology.NodeId;

/**
 * What a client is made of.
 *
 * @param id the client's own address, whose name begins every value that it writes
 * @param seed the sandbox's; the client forks its own streams from it
 * @param history where everything is recorded
 */
public record ClientSetup(
    NodeId id,
    WorkloadProfile profile,
    Seed seed,
    EventQueue queue,
    History history,
    ClientPort port,
    Endpoints endpoints) {}
