// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * history.cc: relacy's history of one execution, retold: only what the threads did, by name, with
 * values and orders in the kernel's words, and the step that the last one races with.
 */
#include <string>
#include <vector>

#include "bench/check/weak/weak.h"

namespace
{
struct step {
	int thread;
	std::string place; /* "file:line" */
	std::string location; /* name; empty for a fence */
	std::string action;
	bool data; /* payload, where races are */
	bool store;
};

/* What stands between @from and @to in @text, from @start on; empty where they do not. */
std::string between(const std::string &text, const std::string &from, const std::string &to)
{
	size_t begin = text.find(from);
	size_t end;

	if (begin == std::string::npos)
		return "";
	begin += from.size();
	end = text.find(to, begin);
	return text.substr(begin, end == std::string::npos ? end : end - begin);
}

bool contains(const std::string &text, const char *what)
{
	return text.find(what) != std::string::npos;
}

/* Counts are told in decimal, marks in hexadecimal. */
std::string word(const std::string &decimal)
{
	long value = atol(decimal.c_str());
	char text[32];

	snprintf(text, sizeof(text), value >= -9 && value < 0x10000000 ? "%ld" : "0x%lx",
		 value >= -9 ? value : value & 0xffffffffL);
	return text;
}

std::string order(const std::string &line)
{
	std::string said = between(line, "order=", ", in ");

	return said == "seq_cst" ? "fully ordered" : said;
}

std::string place_of(const std::string &line)
{
	std::string file = between(line.substr(line.rfind(", in ")), ", in ", ")");
	size_t paren = file.rfind('('), slash = file.rfind('/');

	if (paren == std::string::npos)
		return file;
	if (slash == std::string::npos)
		slash = file.rfind(' ');
	return file.substr(slash + 1, paren - slash - 1) + ":" + file.substr(paren + 1);
}

std::string name_of(const std::string &address, const struct weak_names *names)
{
	const void *p = (const void *)strtoul(address.c_str(), NULL, 16);

	if (p == names->count)
		return "count";
	if (p == names->slot)
		return "slot";
	if (p == names->life)
		return "life";
	for (int i = 0; i < WEAK_MAX_THREADS; i++) {
		if (p == names->used[i])
			return std::string("used[") + (char)('0' + i) + "]";
	}
	return address;
}

std::string action_of(const std::string &line)
{
	if (contains(line, " CAS succ "))
		return "compare-and-swap " + word(between(line, "orig=", ",")) + " -> " +
		       word(between(line, "xchg=", ",")) + ", " + order(line);
	if (contains(line, " CAS fail "))
		return "compare-and-swap fails: finds " + word(between(line, "orig=", ",")) +
		       ", not " + word(between(line, "cmp=", ","));
	if (contains(line, " fetch_add ") || contains(line, " fetch_sub "))
		return (contains(line, " fetch_add ") ? "add " : "subtract ") +
		       between(line, "arg=", ",") + ": " + word(between(line, "prev=", ",")) +
		       " -> " + word(between(line, "new=", ",")) + ", " + order(line);
	if (contains(line, " atomic store, "))
		return "store " + word(between(line, "value=", ",")) + ", " + order(line);
	if (contains(line, " atomic load, "))
		return "load " + word(between(line, "value=", ",")) +
		       (contains(line, "[NOT CURRENT]") ? " (stale), " : ", ") + order(line);
	if (contains(line, " store, "))
		return "write " + word(between(line, "value=", ","));
	return "read " + word(between(line, "value=", ","));
}

/* "[5] 1: <0x7ffe> fetch_sub , prev=1, ..., in function, file(line)" */
bool parse_step(const std::string &line, const struct weak_names *names, struct step *step)
{
	std::string address = between(line, ": <", ">");

	step->thread = atoi(between(line, "] ", ":").c_str());
	if (step->thread < 0 || step->thread >= WEAK_MAX_THREADS || !contains(line, ", in "))
		return false;
	step->place = place_of(line);
	step->location = address.empty() ? "" : name_of(address, names);
	if (address.empty()) {
		step->action = between(line, ": ", ",");
		step->data = step->store = false;
		return contains(line, " fence");
	}
	step->action = action_of(line);
	step->data = !contains(line, "order=");
	step->store = contains(line, " store, ");
	return true;
}

/* Steps of @steps that may be what the last one races with: each other thread's latest. */
std::string partners(const std::vector<struct step> &steps)
{
	const struct step &last = steps.back();
	size_t found[WEAK_MAX_THREADS] = {};
	std::string said;

	for (size_t i = 0; i + 1 < steps.size(); i++) {
		if (steps[i].location == last.location && steps[i].thread != last.thread &&
		    (steps[i].store || last.store))
			found[steps[i].thread] = i + 1;
	}
	for (int i = 0; i < WEAK_MAX_THREADS; i++) {
		if (found[i])
			said += (said.empty() ? "" : " or ") + std::to_string(found[i]);
	}
	return said;
}

std::string told_step(size_t nr, const struct step &step, const struct weak_names *names)
{
	char line[256];

	snprintf(line, sizeof(line), "%3zu. %-9s %-8s %-44s %s\n", nr, names->thread[step.thread],
		 step.location.c_str(), step.action.c_str(), step.place.c_str());
	return line;
}
} // namespace

rl::string weak_history(const rl::string &told, const struct weak_names *names)
{
	std::string text(told.c_str()), line, result, verdict;
	std::vector<struct step> steps;
	bool begun = false;
	std::istringstream lines(text);

	while (std::getline(lines, line) && !(begun && line.empty())) {
		struct step step;

		if (contains(line, "[BEFORE END]"))
			begun = true;
		else if (begun && contains(line, "DATA RACE"))
			verdict = "a data race";
		else if (begun && contains(line, "ASSERT FAILED"))
			verdict = "the life found through it is not the one looked up";
		else if (begun && parse_step(line, names, &step))
			steps.push_back(step);
	}
	for (size_t i = 0; i < steps.size(); i++)
		result += told_step(i + 1, steps[i], names);
	if (!steps.empty() && verdict == "a data race")
		verdict += ": step " + std::to_string(steps.size()) +
			   " is not ordered after step " + partners(steps);
	if (!verdict.empty())
		result += "     => " + verdict + "\n";
	return result.c_str();
}
