/* The hints that lead to free devices: one bit for each class and node, one summary bit for each class and rack. Class: how
 * many devices are free.
 *
 * Whoever changed a node word sets the bit of the new class if it is missing, clears the bit of the old one, and reads the
 * node word again. A searcher that finds a summary bit without node bits below clears it, reads the node bits again, and sets
 * it again if there is one.
 *
 *  lossless: when all have ended, every node with a free device has the bit of its class and the summary bit of its rack
 *
 * With -DHALT the claimer that stopped may take one node of two out of sight, or with -DRACKS=1 a whole rack: see README.md.
 * All loads and exchanges are sequentially consistent here; CHECKS_BEFORE_CHANGE shows what a load that moves before the
 * exchange would do.
 */
#include "fleet.inc"
#ifndef RACKS
#define RACKS 2
#endif
#define RACK(node) (RACKS == 1 -> 0 : node)
#define HINT(class) hint[(class) * RACKS + RACK(node)]
#define SUMMARY(class) summary[(class) * RACKS + RACK(node)]
#define BIT (1 << node)

byte freeDevices[NODES] = ALL;
byte hint[3 * RACKS];                           /* class 0 has no hints */
bit summary[3 * RACKS];

mtype = { IDLE, DONE, END, CHECK, LOAD, CHANGE, SET_CHECK, SET, SUMMARY_CHECK, SUMMARY_SET, CLEAR, READ_AGAIN, FIND,
	LOOK, DROP, LOOK_AGAIN, RAISE };

#ifdef CLEARS_WITHOUT_READING                   /* mutant: the node word is not read again after clearing */
#define AFTER_CLEAR END
#else
#define AFTER_CLEAR READ_AGAIN
#endif
#ifdef DROPS_WITHOUT_LOOKING                    /* mutant: the node bits are not read again after clearing the summary */
#define AFTER_DROP END
#else
#define AFTER_DROP LOOK_AGAIN
#endif
#ifdef SETS_NO_SUMMARY                          /* mutant: setting a node bit leaves the summary as it is */
#define AFTER_SET CLEAR
#else
#define AFTER_SET SUMMARY_CHECK
#endif
#ifdef CHECKS_BEFORE_CHANGE                     /* mutant: whether the new bit is missing is read before the node word is exchanged */
#define AFTER_LOAD CHECK
#define AFTER_CHANGE (present -> CLEAR : SET)
#else
#define AFTER_LOAD CHANGE
#define AFTER_CHANGE SET_CHECK
#endif

#define BEGIN(where, step) operations++; node = where; pc = step

proctype Claimer(byte me) {
	byte operations, node, seen, mask, old, new, class;
	bool give, present;
	mtype pc = IDLE;
end:	do
	:: d_step { pc == IDLE && operations == OPERATIONS -> pc = DONE; finished++ }
	:: d_step { pc == IDLE && operations < OPERATIONS -> BEGIN(0, LOAD) }
	:: d_step { pc == IDLE && operations < OPERATIONS -> BEGIN(1, LOAD) }
	:: d_step { pc == IDLE && operations < OPERATIONS -> BEGIN(0, LOAD); give = true }
	:: d_step { pc == IDLE && operations < OPERATIONS -> BEGIN(1, LOAD); give = true }
	:: d_step { pc == IDLE && operations < OPERATIONS -> BEGIN(0, FIND); class = 1 }
	:: d_step { pc == IDLE && operations < OPERATIONS -> BEGIN(0, FIND); class = 2 }
	:: d_step { pc == IDLE && operations < OPERATIONS && RACKS > 1 -> BEGIN(1, FIND); class = 1 }

	/* A claim takes one device, a release gives one back; who owns which is claim.pml's matter. */
	:: d_step { pc == LOAD ->
		seen = freeDevices[node];
		mask = (give -> ((seen & 1) == 0 -> 1 : 2) : (seen & 1 -> 1 : 2));
		old = COUNT(seen); new = (give -> old + 1 : old - 1);
		pc = ((give && seen == ALL) || (!give && seen == 0) -> END : AFTER_LOAD) }
	:: d_step { pc == CHECK -> present = (new == 0 || (HINT(new) & BIT)); pc = CHANGE }
	:: d_step { pc == CHANGE ->
		if
		:: freeDevices[node] == seen -> freeDevices[node] = seen ^ mask; pc = AFTER_CHANGE
		:: else -> pc = LOAD
		fi;
		seen = 0; mask = 0; present = false }

	:: d_step { pc == SET_CHECK -> pc = (new == 0 || (HINT(new) & BIT) -> CLEAR : SET) }
	:: d_step { pc == SET -> HINT(new) = HINT(new) | BIT; pc = AFTER_SET }
	:: d_step { pc == SUMMARY_CHECK -> pc = (SUMMARY(new) -> CLEAR : SUMMARY_SET) }
	:: d_step { pc == SUMMARY_SET -> SUMMARY(new) = 1; pc = CLEAR }
	:: d_step { pc == CLEAR ->
		if
		:: old != 0 -> HINT(old) = HINT(old) & (3 - BIT)
		:: else -> skip
		fi;
		pc = AFTER_CLEAR }
	:: d_step { pc == READ_AGAIN ->
		old = new; new = COUNT(freeDevices[node]);
		pc = (new == old -> END : SET_CHECK) }

	:: d_step { pc == FIND -> pc = (SUMMARY(class) -> LOOK : END) }
	:: d_step { pc == LOOK -> pc = (HINT(class) -> END : DROP) }
	:: d_step { pc == DROP -> SUMMARY(class) = 0; pc = AFTER_DROP }
	:: d_step { pc == LOOK_AGAIN -> pc = (HINT(class) -> RAISE : END) }
	:: d_step { pc == RAISE -> SUMMARY(class) = 1; pc = END }
	:: d_step { pc == END -> node = 0; seen = 0; mask = 0; old = 0; new = 0; class = 0; give = false; pc = IDLE }
	MAY_STOP
	od
}

#ifndef LOST_BY_A_STOP
#define LOST_BY_A_STOP (RACKS == 1 -> 2 : 1)
#endif

init {
	byte node, lost, seen;
	atomic {
		do
		:: node == NODES -> node = 0; break
		:: else -> HINT(2) = HINT(2) | BIT; SUMMARY(2) = 1; node++
		od;
		run Claimer(0);
		run Claimer(1);
#if CLAIMERS > 2
		run Claimer(2);
#endif
	};
	d_step { finished == CLAIMERS ->
		do
		:: node == NODES -> break
		:: else ->
			seen = COUNT(freeDevices[node]);
			lost = lost + (seen == 0 || ((HINT(seen) & BIT) && SUMMARY(seen)) -> 0 : 1);
			node++
		od;
		assert(lost <= (halted == NOBODY -> 0 : LOST_BY_A_STOP)) }
}
