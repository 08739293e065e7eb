/**
 * The identity that a job already has: where its token comes from, what the token claims, and what
 * a trust rule must contain to accept the token.
 *
 * <p>Imports: http, json, key, text.
 *
 * <p>API: yes.
 */
@NullMarked
package io.github.basetenci.identity;

import org.jspecify.annotations.NullMarked;
