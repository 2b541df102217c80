/**
 * Judges that see everything and are seen by nobody.
 *
 * <p>A {@link dev.skew.world.check.CheckSuite} listens to the clients' {@link
 * dev.skew.world.workload.History} and looks at replicas through {@link
 * dev.skew.world.check.ConsensusView} and {@link dev.skew.world.check.StoreView}; what it finds are
 * {@link dev.skew.world.check.Violation}s, what it concludes are {@link
 * dev.skew.world.check.CheckReport}s with a {@link dev.skew.world.check.Verdict} each. {@link
 * dev.skew.world.check.CheckOptions} choose among the promises that {@link
 * dev.skew.world.check.CheckKind} names, and a {@link dev.skew.world.check.ViolationListener} hears
 * of each breach at once. Imports kernel, topology, kv and workload. Nothing in the world may
 * import it: the world never knows what its judges know.
 */
@NullMarked
package dev.skew.world.check;

import org.jspecify.annotations.NullMarked;
