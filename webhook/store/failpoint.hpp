// Places where the crash tests kill the program: before and after every durable step. In builds without the CMake option
// MESOSCALE_FAILPOINTS nothing of it is left.
#pragma once

#include <array>
#include <string_view>

namespace mesoscale::webhook {

#ifdef MESOSCALE_FAILPOINTS

/// All names: those of the start, then those that a notification passes in their order, then those of polls and people.
inline constexpr std::array<std::string_view, 32> failpoint_names = {
    "schema_stored",            // one version of the tables committed
    "sweep_unsynced",           // expired alerts and changed rules written, not committed
    "sweep_stored",             // committed
    "prune_unsynced",           // old rows deleted, not committed
    "prune_stored",             // committed
    "notification_received",    // read from the socket, nothing stored
    "notification_unsynced",    // written into the transaction, not committed
    "notification_stored",      // committed, not answered
    "pulses_unsynced",          // steps of repeats written, not committed
    "pulses_stored",            // committed, Marathon not asked
    "app_read",                 // Marathon's answer known, nothing decided
    "reading_unsynced",         // what the app looks like written, not committed
    "reading_stored",           // committed
    "hold_unsynced",            // a decision to do nothing written, not committed
    "hold_stored",              // committed
    "intent_unsynced",          // decision and intent written, not committed
    "intent_stored",            // committed, PUT not sent
    "put_answered",             // Marathon has answered the PUT, nothing of it stored
    "answer_unsynced",          // answer and spent steps written, not committed
    "answer_stored",            // committed
    "recovery_unsynced",        // what became of an old intent written, not committed
    "recovery_stored",          // committed
    "verdict_unsynced",         // what became of an accepted change written, not committed
    "verdict_stored",           // committed
    "recommendation_unsynced",  // what the votes asked for written, not committed
    "recommendation_stored",    // committed
    "poll_unsynced",            // what an Alertmanager says written, not committed
    "poll_stored",              // committed
    "pause_unsynced",           // a pause written, not committed
    "pause_stored",             // committed, not answered
    "pause_end_unsynced",       // the end of a pause written, not committed
    "pause_end_stored",         // committed, not answered
};

/// Kills the program (SIGKILL to itself) when the environment variable MESOSCALE_FAILPOINT has this name.
void failpoint(std::string_view name);

#else

inline void failpoint(std::string_view) {}

#endif

}  // namespace mesoscale::webhook
