/**
 * What can go wrong, and who makes it go wrong.
 *
 * <p>{@link dev.skew.world.fault.Fault} is the sealed type of everything that can be injected;
 * {@link dev.skew.world.fault.FaultGrammar} is the only place where a command line becomes one and
 * back; {@link dev.skew.world.fault.NodeSelector} says which nodes are meant; {@link
 * dev.skew.world.fault.Nemesis} carries a timeline out through the port {@link
 * dev.skew.world.fault.FaultTargets}. Operators' acts go the same way. Imports kernel and topology
 * only; it knows neither how a fault is done nor what checkers think of it.
 */
@NullMarked
package dev.skew.world.fault;

import org.jspecify.annotations.NullMarked;
