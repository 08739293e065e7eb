package io.github.basetenci.shim.job;

import io.github.basetenci.shim.command.Session;

/**
 * Makes the edge of a front end for one run of a command.
 *
 * @param <E> {@link JobLoginEdge} or {@link JobLogoutEdge}
 */
@FunctionalInterface
public interface JobEdges<E> {
  E open(Session session) throws Exception;
}
