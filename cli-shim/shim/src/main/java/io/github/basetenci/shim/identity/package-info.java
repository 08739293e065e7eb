/**
 * The identity that GitHub gives to a job of a workflow, and why it gives none.
 *
 * <p>Imports: action.toolkit, api, http, identity, json, shim.command, text.
 */
@NullMarked
package io.github.basetenci.shim.identity;

import org.jspecify.annotations.NullMarked;
