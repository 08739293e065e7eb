package io.jenkins.plugins.baseten.login;

import hudson.model.Item;
import hudson.util.FormValidation;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The web methods of a form that asks for the remote and the URL of a login. The descriptor of such a form
 * implements this interface.
 */
public interface LoginFields {
    /** Whether a credential is chosen. */
    @POST
    @Restricted(NoExternalUse.class)
    default FormValidation doCheckCredentialsId(@AncestorInPath Item item, @QueryParameter String value) {
        return LoginForms.checkCredentialsId(item, value);
    }

    /** Whether both tools can have a login of that name. */
    @POST
    @Restricted(NoExternalUse.class)
    default FormValidation doCheckRemote(@AncestorInPath Item item, @QueryParameter String value) {
        return LoginForms.checkRemote(item, value);
    }

    /** Whether keys may be sent to that URL. */
    @POST
    @Restricted(NoExternalUse.class)
    default FormValidation doCheckRemoteUrl(@AncestorInPath Item item, @QueryParameter String value) {
        return LoginForms.checkRemoteUrl(item, value);
    }
}
