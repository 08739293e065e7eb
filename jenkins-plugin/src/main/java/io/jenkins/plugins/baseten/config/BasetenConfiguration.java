package io.jenkins.plugins.baseten.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.BulkChange;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.util.FormValidation;
import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** What the administrator decides for the whole controller. */
@Extension
@Symbol("baseten")
public final class BasetenConfiguration extends GlobalConfiguration {
    private static final int DEFAULT_WARN_AGE_DAYS = 180;
    private static final int DEFAULT_WARN_UNUSED_DAYS = 90;

    @CheckForNull
    private String trustedUrls;

    @CheckForNull
    private String tokenDirectories;

    @CheckForNull
    private List<RotationPolicy> rotationPolicies;

    private int warnAgeDays = DEFAULT_WARN_AGE_DAYS;
    private int warnUnusedDays = DEFAULT_WARN_UNUSED_DAYS;

    public BasetenConfiguration() {
        load();
    }

    @NonNull
    public static BasetenConfiguration get() {
        return ExtensionList.lookupSingleton(BasetenConfiguration.class);
    }

    /** The URLs that the administrator trusts in addition to those of Baseten, one on each line, or null. */
    @CheckForNull
    public String getTrustedUrls() {
        return trustedUrls;
    }

    /**
     * Replaces the trusted URLs.
     *
     * @throws IllegalArgumentException if a line is no URL that keys may go to
     */
    @DataBoundSetter
    public void setTrustedUrls(@CheckForNull String trustedUrls) {
        refuse(problemWithUrls(trustedUrls));
        this.trustedUrls = Util.fixEmptyAndTrim(trustedUrls);
        save();
    }

    /** The directories of the controller with files of identity tokens, one on each line, or null. */
    @CheckForNull
    public String getTokenDirectories() {
        return tokenDirectories;
    }

    /**
     * Replaces the directories with files of identity tokens.
     *
     * @throws IllegalArgumentException if a line is no absolute path, or the root of the file system
     */
    @DataBoundSetter
    public void setTokenDirectories(@CheckForNull String tokenDirectories) {
        refuse(TokenDirectories.problemWithLines(tokenDirectories));
        this.tokenDirectories = Util.fixEmptyAndTrim(tokenDirectories);
        save();
    }

    /** The directories below which the controller may read files of identity tokens. */
    @NonNull
    public TokenDirectories tokenDirectories() {
        return TokenDirectories.of(tokenDirectories);
    }

    /**
     * The age in days at which administrators are warned of a key that no policy rotates by itself; 0 for no
     * warning.
     */
    public int getWarnAgeDays() {
        return warnAgeDays;
    }

    /**
     * Sets the age that {@link #getWarnAgeDays} returns.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    @DataBoundSetter
    public void setWarnAgeDays(int warnAgeDays) {
        refuse(problemWithDays("warnAgeDays", warnAgeDays));
        this.warnAgeDays = warnAgeDays;
        save();
    }

    /** The number of days without a use after which administrators are warned of a key; 0 for no warning. */
    public int getWarnUnusedDays() {
        return warnUnusedDays;
    }

    /**
     * Sets the number of days that {@link #getWarnUnusedDays} returns.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    @DataBoundSetter
    public void setWarnUnusedDays(int warnUnusedDays) {
        refuse(problemWithDays("warnUnusedDays", warnUnusedDays));
        this.warnUnusedDays = warnUnusedDays;
        save();
    }

    /** How keys are rotated; at most one policy for each credential. */
    @NonNull
    public synchronized List<RotationPolicy> getRotationPolicies() {
        List<RotationPolicy> policies = rotationPolicies;
        return policies == null ? List.of() : List.copyOf(policies);
    }

    /**
     * Replaces all policies.
     *
     * @throws IllegalArgumentException if two policies are for one credential, or a policy cannot be followed
     */
    @DataBoundSetter
    public synchronized void setRotationPolicies(@CheckForNull List<RotationPolicy> rotationPolicies) {
        List<RotationPolicy> policies = rotationPolicies == null ? List.of() : rotationPolicies;
        refuse(problemWith(policies));
        this.rotationPolicies = policies.isEmpty() ? null : new ArrayList<>(policies);
        save();
    }

    /** Changes the name of a folder in all policies after the folder was renamed. */
    public synchronized void folderMoved(@NonNull String before, @NonNull String after) {
        List<RotationPolicy> moved = getRotationPolicies();
        if (moved.stream().anyMatch(policy -> before.equals(policy.getFolder()))) {
            moved.stream()
                    .filter(policy -> before.equals(policy.getFolder()))
                    .forEach(policy -> policy.setFolder(after));
            save();
        }
    }

    /**
     * Adds a policy. It replaces an existing policy for the credential that it names.
     *
     * @throws IllegalArgumentException if the policy names no credential
     */
    public synchronized void putRotationPolicy(@NonNull RotationPolicy policy) {
        List<RotationPolicy> policies = new ArrayList<>(getRotationPolicies());
        policies.removeIf(other -> isSameCredential(other, policy));
        policies.add(policy);
        setRotationPolicies(policies);
    }

    /**
     * Removes the policy for a credential.
     *
     * @param folder the full name of the folder that has the credential, empty for the controller
     * @return whether there was such a policy
     */
    public synchronized boolean removeRotationPolicy(@NonNull String folder, @NonNull String credentialsId) {
        List<RotationPolicy> policies = new ArrayList<>(getRotationPolicies());
        boolean removed = policies.removeIf(policy -> policy.isFor(folder, credentialsId));
        if (removed) {
            setRotationPolicies(policies);
        }
        return removed;
    }

    private static void refuse(String problem) {
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException(problem);
        }
    }

    private static String problemWithDays(String field, int days) {
        return days < 0 ? Messages.bad_number(field, String.valueOf(days), Messages.check_days()) : "";
    }

    /**
     * The problem with the first line that is no acceptable URL. It names the number of the line; empty lines
     * count.
     */
    private static String problemWithUrls(@CheckForNull String text) {
        List<String> all =
                text == null ? List.of() : text.lines().map(String::trim).toList();
        for (int i = 0; i < all.size(); i++) {
            try {
                if (!all.get(i).isEmpty()) {
                    RemoteUrl.parse(all.get(i), Messages.the_line(String.valueOf(i + 1)));
                }
            } catch (InvalidRemoteUrlException e) {
                return e.getMessage();
            }
        }
        return "";
    }

    private static String problemWith(List<RotationPolicy> policies) {
        for (int i = 0; i < policies.size(); i++) {
            RotationPolicy policy = policies.get(i);
            if (policy.getCredentialsId().isEmpty()
                    || policy.getMintingCredentialsId().isEmpty()) {
                return Messages.policy_incomplete();
            }
            String numbers = policy.problemWithNumbers();
            if (!numbers.isEmpty()) {
                return Messages.policy_field(String.valueOf(i), numbers, policy.getCredentialsId());
            }
            if (policies.subList(0, i).stream().anyMatch(other -> isSameCredential(other, policy))) {
                return policy.getFolder() == null
                        ? Messages.policy_twice(policy.getCredentialsId())
                        : Messages.policy_twice_in_folder(policy.getCredentialsId(), policy.getFolder());
            }
        }
        return "";
    }

    private static boolean isSameCredential(RotationPolicy one, RotationPolicy other) {
        return one.isFor(Util.fixNull(other.getFolder()), other.getCredentialsId());
    }

    /** Saves all values of the form, or none of them. */
    @Override
    public synchronized boolean configure(StaplerRequest2 request, JSONObject json) throws FormException {
        // A form without any policy has no member "rotationPolicies", so binding alone would keep the last
        // policy.
        List<RotationPolicy> policies = json.has("rotationPolicies")
                ? request.bindJSONToList(RotationPolicy.class, json.get("rotationPolicies"))
                : List.of();
        int age = json.optInt("warnAgeDays", warnAgeDays);
        int unused = json.optInt("warnUnusedDays", warnUnusedDays);
        refuse("trustedUrls", problemWithUrls(json.optString("trustedUrls")));
        refuse("tokenDirectories", TokenDirectories.problemWithLines(json.optString("tokenDirectories")));
        refuse("rotationPolicies", problemWith(policies));
        refuse("warnAgeDays", problemWithDays("warnAgeDays", age));
        refuse("warnUnusedDays", problemWithDays("warnUnusedDays", unused));
        try (BulkChange once = new BulkChange(this)) {
            setTrustedUrls(json.optString("trustedUrls"));
            setTokenDirectories(json.optString("tokenDirectories"));
            setWarnAgeDays(age);
            setWarnUnusedDays(unused);
            setRotationPolicies(policies);
            once.commit();
        } catch (IOException e) {
            throw new FormException(Messages.cannot_save(), e, "trustedUrls");
        }
        return true;
    }

    private static void refuse(String field, String problem) throws FormException {
        if (!problem.isEmpty()) {
            throw new FormException(problem, field);
        }
    }

    /**
     * Reads a remote URL. An https URL may name any host; an http URL may name only this machine, and only if
     * the administrator has listed the URL.
     *
     * @param what how a message calls the text
     * @throws InvalidRemoteUrlException if keys must not go there
     */
    @NonNull
    public RemoteUrl parse(@NonNull String text, @NonNull String what) throws InvalidRemoteUrlException {
        RemoteUrl url = RemoteUrl.parse(text, what);
        if (url.toString().startsWith("http:") && !listed().contains(url.toString())) {
            throw new InvalidRemoteUrlException(Messages.http_not_listed(what, url.toString()));
        }
        return url;
    }

    /** Whether the controller may connect to a URL that a job or the author of a credential has named. */
    boolean isTrusted(@NonNull RemoteUrl url) {
        String text = url.toString();
        return listed().contains(text) || url.isKnown() && text.startsWith("https:");
    }

    private Set<String> listed() {
        Set<String> urls = new LinkedHashSet<>();
        for (String line : lines(trustedUrls)) {
            try {
                urls.add(RemoteUrl.parse(line).toString());
            } catch (InvalidRemoteUrlException e) {
                // An earlier version stored lines that are no URL; such a line trusts nothing.
            }
        }
        return urls;
    }

    private static List<String> lines(@CheckForNull String text) {
        return text == null
                ? List.of()
                : text.lines().map(String::trim).filter(line -> !line.isEmpty()).toList();
    }

    /** Whether every line is a URL. */
    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckTrustedUrls(@QueryParameter String value) {
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return FormValidation.ok();
        }
        String problem = problemWithUrls(value);
        return problem.isEmpty() ? FormValidation.ok() : FormValidation.error(problem);
    }

    /** Whether every line is an absolute path, and a directory that exists. */
    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckTokenDirectories(@QueryParameter String value) {
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return FormValidation.ok();
        }
        String problem = TokenDirectories.problemWithLines(value);
        if (!problem.isEmpty()) {
            return FormValidation.error(problem);
        }
        List<String> missing = TokenDirectories.missing(value);
        return missing.isEmpty()
                ? FormValidation.ok()
                : FormValidation.warning(Messages.token_directory_missing(String.join(", ", missing)));
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckWarnAgeDays(@QueryParameter String value) {
        return NumberFields.checkWarning(value);
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckWarnUnusedDays(@QueryParameter String value) {
        return NumberFields.checkWarning(value);
    }
}
